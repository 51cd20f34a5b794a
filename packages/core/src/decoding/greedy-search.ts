/** Greedy search: the most probable token at each step. */
import type { tf } from "../backend/tf.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { type RowSearchOptions, searchRows, type TokenChoice } from "./row-search.ts";
import { tokenAt } from "./step-reading.ts";

/** Options of {@link greedySearch}. */
export type GreedySearchOptions<
  States extends tf.TensorContainer,
  Memory extends tf.TensorContainer,
> = RowSearchOptions<States, Memory>;

/**
 * Writes the most probable token at each step until every sequence has ended; sequences that have ended leave the batch.
 *
 * @returns One hypothesis for each source, in order.
 * @throws {RangeError} If an option is out of its range, or the options contradict each other.
 * @throws What `signal` was aborted with.
 *
 * @example
 * ```ts
 * import { greedySearch, loadEngine, softmaxTokens, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * // A toy decoder: after <s> (0) comes 2, after 2 comes 1, the end.
 * const logits = tf.tensor2d([
 *   [0, 0, 5],
 *   [0, 0, 0],
 *   [0, 5, 0],
 * ]);
 * const [hypothesis] = await greedySearch({
 *   step: (ids, states) => ({ next: softmaxTokens(tf.gather(logits, ids)), states }),
 *   states: [],
 *   batchSize: 1,
 *   startId: 0,
 *   endId: 1,
 *   maximumLength: 10,
 * });
 * logits.dispose();
 * assert.deepEqual(hypothesis?.ids, [2]);
 * ```
 */
export async function greedySearch<
  States extends tf.TensorContainer,
  Memory extends tf.TensorContainer,
>(options: GreedySearchOptions<States, Memory>): Promise<Hypothesis[]> {
  const hypotheses = await searchRows(options, 1, MOST_PROBABLE);
  return hypotheses.flat();
}

const MOST_PROBABLE: TokenChoice = {
  top: (suppressed) => suppressed + 1,
  choose: ({ reading, row, suppressed }) => {
    for (let column = 0; column < reading.columns; column++) {
      const { id, logProbability } = tokenAt(reading, row, column);
      if (logProbability === Number.NEGATIVE_INFINITY) return undefined;
      if (!suppressed.has(id)) return column;
    }
    return undefined;
  },
};
