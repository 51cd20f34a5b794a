/** Word error rate. */

import { type CorpusStatistics, corpusScore, stackRows } from "./corpus-statistics.ts";
import { editDistance } from "./edit-distance.ts";
import { checkCounts } from "./segments.ts";
import { splitWords } from "./words.ts";

/**
 * Word error rate of a corpus: 100 x (insertions + deletions + substitutions) / words of the references.
 *
 * Words are what white space separates, compared as they stand; edits and words are summed over all
 * segments. Differs from {@link ter} in that moved words cost their removal and insertion.
 *
 * Source: Morris et al. 2004, https://www.isca-archive.org/interspeech_2004/morris04_interspeech.html, 2.
 *
 * @param hypotheses One text each, `[segments]`.
 * @param references One text each, `[segments]`.
 * @returns 0 for equal texts, above 100 where there are more edits than words; 100 for words beside
 * references without any.
 * @throws {RangeError} If there are no hypotheses or unequal counts.
 *
 * @example
 * ```ts
 * import { wordErrorRate } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.equal(wordErrorRate(["the cat sat"], ["the black cat sits"]), 50);
 * ```
 */
export function wordErrorRate(
  hypotheses: readonly string[],
  references: readonly string[],
): number {
  return corpusScore(wordErrorRateStatistics(hypotheses, references));
}

/**
 * The statistics behind {@link wordErrorRate}, for {@link confidenceInterval} and the paired tests.
 *
 * @throws {RangeError} As {@link wordErrorRate}.
 *
 * @example
 * ```ts
 * import { corpusScore, wordErrorRateStatistics } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.equal(corpusScore(wordErrorRateStatistics(["a b"], ["a c"])), 50);
 * ```
 */
export function wordErrorRateStatistics(
  hypotheses: readonly string[],
  references: readonly string[],
): CorpusStatistics {
  checkCounts("word error rate", hypotheses.length, references.length);
  return {
    measure: "word error rate",
    segments: hypotheses.length,
    rows: stackRows(
      hypotheses.map((hypothesis, segment) => {
        const words = splitWords(references[segment] ?? "");
        return [editDistance(splitWords(hypothesis), words), words.length];
      }),
    ),
    score: ([edits = 0, words = 0]) => {
      if (words > 0) return (100 * edits) / words;
      return edits > 0 ? 100 : 0;
    },
  };
}
