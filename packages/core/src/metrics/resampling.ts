/** Seeded random choices of segments. */

import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type CorpusStatistics, sumRows } from "./corpus-statistics.ts";

/** How often each segment is in a random choice, `[segments]`; another choice at each call. */
export type Draw = () => ArrayLike<number>;

/** As many segments as there are, drawn with replacement (Efron 1979, "Bootstrap methods"). */
export function bootstrapDraw(segments: number, seed: number): Draw {
  const generator = xoroshiro128plus(seed);
  const counts = new Uint32Array(segments);
  return () => {
    counts.fill(0);
    for (let index = 0; index < segments; index++) {
      (counts[Math.floor(((generator.next() >>> 0) / 0x100000000) * segments)] as number)++;
    }
    return counts;
  };
}

/** Each segment or not, by the throw of a coin. */
export function coinDraw(segments: number, seed: number): Draw {
  const generator = xoroshiro128plus(seed);
  const counts = new Uint8Array(segments);
  return () => {
    for (let index = 0; index < segments; index++) counts[index] = generator.next() >>> 31;
    return counts;
  };
}

/** The scores of `samples` choices, of each of the systems on the same choices: `[systems][samples]`. */
export function resampleScores(
  systems: readonly CorpusStatistics[],
  samples: number,
  draw: Draw,
): Float64Array[] {
  const scores = systems.map(() => new Float64Array(samples));
  for (let sample = 0; sample < samples; sample++) {
    const counts = draw();
    for (const [index, system] of systems.entries()) {
      (scores[index] as Float64Array)[sample] = system.score(sumRows(system, counts));
    }
  }
  return scores;
}

export interface ResamplingOptions {
  /** How many random choices, 1 or more. */
  readonly samples?: number;
  /** A whole number from 0 to 2^31 - 1: the same seed gives the same choices. @default 12345 */
  readonly seed?: number;
}

/** @throws {RangeError} If there are no samples or the seed is out of its range. */
export function checkResampling(
  purpose: string,
  { samples, seed }: Required<ResamplingOptions>,
): void {
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(
      `Cannot ${purpose}: samples must be a whole number of at least 1, got ${samples}`,
    );
  }
  if (!Number.isInteger(seed) || seed < 0 || seed > 0x7fffffff) {
    throw new RangeError(
      `Cannot ${purpose}: seed must be a whole number from 0 to 2147483647, got ${seed}`,
    );
  }
}
