/** Means of values that come in blocks. */
import type { CorpusStatistics } from "./corpus-statistics.ts";

/**
 * Statistics of a mean: each block adds a sum and a count.
 *
 * @param measure Its name.
 *
 * @example
 * ```ts
 * import { corpusScore, meanStatistics } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const blocks = [{ sum: 6, count: 2 }, { sum: 1, count: 5 }];
 * assert.equal(corpusScore(meanStatistics("MASE", blocks)), 1);
 * ```
 */
export function meanStatistics(
  measure: string,
  blocks: readonly { readonly sum: number; readonly count: number }[],
): CorpusStatistics {
  return {
    measure,
    segments: blocks.length,
    rows: Float64Array.from(blocks.flatMap(({ sum, count }) => [sum, count])),
    score: ([sum = 0, count = 1]) => sum / count,
  };
}
