/** Confidence intervals of corpus scores by bootstrap resampling. */

import { type CorpusStatistics, corpusScore } from "./corpus-statistics.ts";
import {
  bootstrapDraw,
  checkResampling,
  type ResamplingOptions,
  resampleScores,
} from "./resampling.ts";

export interface ConfidenceIntervalOptions extends ResamplingOptions {
  /** @default 1000 */
  readonly samples?: number;
  /** How sure the interval is to hold the true score, between 0 and 1. @default 0.95 */
  readonly level?: number;
}

/** All in the unit of the measure. */
export interface ConfidenceInterval {
  /** Of the corpus as it is. */
  readonly score: number;
  /** Of the resampled corpora on average. */
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Where the score of a corpus of the same kind and size would lie: the middle `level` of the scores of
 * corpora drawn from this one with replacement.
 *
 * Source: Koehn 2004, https://aclanthology.org/W04-3250, 3; Efron and Tibshirani 1993, "An Introduction to the Bootstrap", 13.3.
 *
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import { confidenceInterval, exactMatchStatistics } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const answers = Array.from({ length: 100 }, (_, index) => (index < 80 ? "right" : "wrong"));
 * const statistics = exactMatchStatistics(answers, answers.map(() => "right"));
 * const { score, lower, upper } = confidenceInterval(statistics, { seed: 7 });
 * assert.equal(score, 80);
 * assert(Math.abs(lower - 72) <= 1 && Math.abs(upper - 88) <= 1);
 * ```
 */
export function confidenceInterval(
  statistics: CorpusStatistics,
  options: ConfidenceIntervalOptions = {},
): ConfidenceInterval {
  const { samples = 1000, level = 0.95, seed = 12345 } = options;
  checkResampling("compute a confidence interval", { samples, seed });
  if (!(level > 0 && level < 1)) {
    throw new RangeError(
      `Cannot compute a confidence interval: level must be between 0 and 1, got ${level}`,
    );
  }
  const draw = bootstrapDraw(statistics.segments, seed);
  const [scores = new Float64Array()] = resampleScores([statistics], samples, draw);
  return { score: corpusScore(statistics), ...middle(scores, level) };
}

/** The mean of scores and the ends of their middle part. */
export function middle(
  scores: Float64Array,
  level: number,
): { mean: number; lower: number; upper: number } {
  const sorted = scores.slice().sort();
  // Rounding must not make 49.999... of 50.
  const outside = Math.floor((sorted.length * (1 - level)) / 2 + 1e-9);
  return {
    mean: sorted.reduce((sum, score) => sum + score, 0) / sorted.length,
    lower: sorted[outside] as number,
    upper: sorted[sorted.length - 1 - outside] as number,
  };
}
