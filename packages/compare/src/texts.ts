/** Numbers as people read them. */
import type { Measure, Score } from "@encdec/core/persistence";

/**
 * "48 s", "3 min 20 s", "2 h 5 min".
 *
 * @example
 * ```ts
 * import { durationText } from "@encdec/compare";
 * import { assert } from "vitest";
 *
 * assert.deepEqual([7.26, 48, 200, 7500].map(durationText), ["7.3 s", "48 s", "3 min 20 s", "2 h 5 min"]);
 * ```
 */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One decimal of what goes to 100, three of what has no end. */
function figureText(value: number, { maximum }: Pick<Measure, "maximum">): string {
  return value.toFixed(maximum === undefined ? 3 : 1);
}

/** "65.3 [61.2, 69.2]", without brackets where no interval is known. */
export function scoreText(
  { score, lower, upper }: Score,
  measure: Pick<Measure, "maximum">,
): string {
  const ends = [lower, upper].flatMap((end) =>
    end === undefined ? [] : [figureText(end, measure)],
  );
  const interval = ends.length === 2 ? ` [${ends.join(", ")}]` : "";
  return `${figureText(score, measure)}${interval}`;
}

/** "+2.1" or "-0.031". */
export function differenceText(difference: number, measure: Pick<Measure, "maximum">): string {
  return `${difference < 0 ? "" : "+"}${figureText(difference, measure)}`;
}
