/** Perplexity. */

import { type CorpusStatistics, corpusScore, stackRows } from "./corpus-statistics.ts";

/**
 * Perplexity of a corpus: exp(sum of -ln p(token) / number of tokens).
 *
 * Source: Jurafsky and Martin, "Speech and Language Processing", 3rd edition, 3.3.
 *
 * @param losses Negative log-likelihood of each segment, summed over its tokens, in nats, `[segments]`.
 * @param tokenCounts Tokens of each segment, the end token included where it is predicted, `[segments]`.
 * @returns 1 where every token was certain, the size of the vocabulary where all were equally likely.
 * @throws {RangeError} If there are no segments, unequal counts, no tokens at all, or a token count
 * that is no whole number of at least 0.
 *
 * @example
 * ```ts
 * import { perplexity } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * // Three tokens of probability 1/8 each, and one of 1/2.
 * assert.closeTo(perplexity([3 * Math.log(8), Math.log(2)], [3, 1]), 2 ** 2.5, 1e-12);
 * ```
 */
export function perplexity(losses: ArrayLike<number>, tokenCounts: ArrayLike<number>): number {
  return corpusScore(perplexityStatistics(losses, tokenCounts));
}

/**
 * The statistics behind {@link perplexity}, for {@link confidenceInterval} and the paired tests.
 *
 * @throws {RangeError} As {@link perplexity}.
 *
 * @example
 * ```ts
 * import { confidenceInterval, perplexityStatistics } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const statistics = perplexityStatistics([Math.log(2), Math.log(8)], [1, 1]);
 * const { lower, upper } = confidenceInterval(statistics, { seed: 1 });
 * assert.closeTo(lower, 2, 1e-12);
 * assert.closeTo(upper, 8, 1e-12);
 * ```
 */
export function perplexityStatistics(
  losses: ArrayLike<number>,
  tokenCounts: ArrayLike<number>,
): CorpusStatistics {
  const segments = losses.length;
  if (segments === 0) {
    throw new RangeError("Cannot compute perplexity: there must be at least one segment, got none");
  }
  if (tokenCounts.length !== segments) {
    throw new RangeError(
      `Cannot compute perplexity: there must be as many token counts as losses, got ${tokenCounts.length} and ${segments}`,
    );
  }
  const counts = Array.from(tokenCounts);
  const wrong = counts.find((count) => !Number.isInteger(count) || count < 0);
  if (wrong !== undefined) {
    throw new RangeError(
      `Cannot compute perplexity: token counts must be whole numbers of at least 0, got ${wrong}`,
    );
  }
  if (counts.every((count) => count === 0)) {
    throw new RangeError("Cannot compute perplexity: there must be at least one token, got none");
  }
  return {
    measure: "perplexity",
    segments,
    rows: stackRows(counts.map((count, segment) => [losses[segment] as number, count])),
    score: ([loss = 0, count = 0]) => Math.exp(loss / count),
  };
}
