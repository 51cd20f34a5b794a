/** ROUGE-1, -2, -L and -Lsum with the same figures as rouge-score 0.1.2. */

import { type CorpusStatistics, stackRows } from "./corpus-statistics.ts";
import { type Overlap, ROUGE_SCORERS, type RougeType } from "./rouge-scorers.ts";
import { rougeTokenizer } from "./rouge-tokenizer.ts";
import { pairSegments, type References, type Segment } from "./segments.ts";

export interface RougeScore {
  /** Matches per 100 n-grams or tokens of the hypothesis. */
  readonly precision: number;
  /** Matches per 100 n-grams or tokens of the reference. */
  readonly recall: number;
  /** Their harmonic mean, 0 to 100, higher is better. */
  readonly f: number;
}

export interface RougeOptions {
  /** Compare the stems of English words (Porter 1980, as in NLTK). @default false */
  readonly stemming?: boolean;
}

export interface RougeStatisticsOptions extends RougeOptions {
  /** @default "rougeL" */
  readonly type?: RougeType;
  /** @default "f" */
  readonly figure?: keyof RougeScore;
}

const TYPES = ["rouge1", "rouge2", "rougeL", "rougeLsum"] as const;

/**
 * ROUGE of a corpus: precision, recall and F = 2 P R / (P + R) of each type, each the mean over segments.
 *
 * Only the letters a to z and digits count. Of several references the one with the highest F counts,
 * for each type on its own.
 *
 * Source: Lin 2004, https://aclanthology.org/W04-1013, 2 and 3.
 *
 * @param hypotheses One text each, `[segments]`; for `rougeLsum` one sentence a line.
 * @param references `[segments]`, each one text or several.
 * @returns The scores of each type, 0 to 100.
 * @throws {RangeError} If there are no hypotheses, unequal counts or a hypothesis without references.
 *
 * @example
 * ```ts
 * import { rouge } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const { rouge1, rougeL } = rouge(["the cat sleeps here"], ["here the cats sleep"], { stemming: true });
 * assert.equal(rouge1.f, 100);
 * assert.equal(rougeL.recall, 75);
 * ```
 */
export function rouge(
  hypotheses: readonly string[],
  references: References,
  options: RougeOptions = {},
): Record<RougeType, RougeScore> {
  const segments = pairSegments("ROUGE", hypotheses, references);
  const scores = TYPES.map((type): [RougeType, RougeScore] => {
    const overlaps = compareSegments(segments, type, options);
    const mean = (figure: keyof Overlap) =>
      (100 * overlaps.reduce((sum, overlap) => sum + overlap[figure], 0)) / overlaps.length;
    return [type, { precision: mean("precision"), recall: mean("recall"), f: mean("f") }];
  });
  return Object.fromEntries(scores) as Record<RougeType, RougeScore>;
}

/**
 * The statistics behind one figure of {@link rouge}, for {@link confidenceInterval} and the paired tests.
 *
 * @throws {RangeError} As {@link rouge}.
 *
 * @example
 * ```ts
 * import { confidenceInterval, rougeStatistics } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const statistics = rougeStatistics(["a b", "c d"], ["a b", "c e"], { type: "rouge1" });
 * assert.equal(confidenceInterval(statistics, { seed: 1 }).score, 75);
 * ```
 */
export function rougeStatistics(
  hypotheses: readonly string[],
  references: References,
  options: RougeStatisticsOptions = {},
): CorpusStatistics {
  const { type = "rougeL", figure = "f" } = options;
  const segments = pairSegments("ROUGE", hypotheses, references);
  const overlaps = compareSegments(segments, type, options);
  return {
    measure: "ROUGE",
    segments: segments.length,
    rows: stackRows(overlaps.map((overlap) => [100 * overlap[figure], 1])),
    score: ([sum = 0, count = 0]) => sum / count,
  };
}

function compareSegments(
  segments: readonly Segment[],
  type: RougeType,
  { stemming = false }: RougeOptions,
): Overlap[] {
  const compare = ROUGE_SCORERS[type];
  const tokenize = rougeTokenizer(stemming);
  return segments.map(({ hypothesis, references }) =>
    references
      .map((reference) => compare(hypothesis, reference, tokenize))
      .reduce((best, candidate) => (candidate.f > best.f ? candidate : best)),
  );
}
