/** Shrinks the learning rate when a metric stops improving. */
import { isBetter, type MetricChoice, metricOf } from "./reports.ts";
import type { Schedule } from "./schedules.ts";

/** Options of {@link plateauSchedule}. */
export interface PlateauOptions {
  /** Multiplies the rate, in (0, 1). @default 0.5 */
  readonly factor?: number | undefined;
  /** Reports without improvement that are borne before the rate shrinks, at least 0. @default 2 */
  readonly patience?: number | undefined;
  /** What must improve. @default the lowest validation `loss` */
  readonly metric?: MetricChoice | undefined;
  /** By how much it must improve to count, >= 0. @default 0 */
  readonly minimumImprovement?: number | undefined;
  /** Reports after a reduction that do not count. @default 0 */
  readonly cooldown?: number | undefined;
  /** Smallest factor. @default 0 */
  readonly floor?: number | undefined;
}

/**
 * Multiplies the rate by `factor` after more than `patience` reports without improvement.
 *
 * Computed from the reports alone: a resumed run goes on where it was.
 *
 * @throws {RangeError} If `factor` is not in (0, 1), or `patience` or `cooldown` not a whole number from 0.
 *
 * @example
 * ```ts
 * import { plateauSchedule } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const schedule = plateauSchedule({ factor: 0.5, patience: 1 });
 * const report = { epoch: 1, step: 1, learningRate: 1, trainingLoss: 1, tokensPerSecond: 1, elapsedSeconds: 1 };
 * const after = (losses: number[]) =>
 *   schedule({ step: 1, epoch: 1, reports: losses.map((loss) => ({ ...report, validation: { loss } })) });
 * assert.deepEqual([after([]), after([3, 4]), after([3, 4, 3])], [1, 1, 0.5]);
 * ```
 */
export function plateauSchedule(options: PlateauOptions = {}): Schedule {
  const { factor = 0.5, patience = 2, cooldown = 0, floor = 0 } = options;
  const { metric = { name: "loss", direction: "lowest" }, minimumImprovement: margin = 0 } =
    options;
  if (!(factor > 0 && factor < 1)) {
    throw new RangeError(`Cannot make a schedule: factor must be in (0, 1), got ${factor}`);
  }
  for (const [name, value] of Object.entries({ patience, cooldown })) {
    if (!Number.isInteger(value) || value < 0) {
      throw new RangeError(
        `Cannot make a schedule: ${name} must be a whole number from 0, got ${value}`,
      );
    }
  }
  return ({ reports }) => {
    let best = Number.NaN;
    let waited = 0;
    let resting = 0;
    let rate = 1;
    for (const report of reports) {
      const value = metricOf(report, metric);
      if (isBetter(value, best, { direction: metric.direction, margin })) {
        best = value;
        waited = 0;
      } else {
        waited++;
      }
      if (resting > 0) {
        resting--;
        waited = 0;
      }
      if (waited > patience) {
        rate = Math.max(floor, rate * factor);
        resting = cooldown;
        waited = 0;
      }
    }
    return rate;
  };
}
