/** How probable given sequences are. */
import type { tf } from "../backend/tf.ts";
import type { SearchStart } from "./step.ts";
import { StepRunner } from "./step-runner.ts";
import { checkOnePerSource } from "./token-rules.ts";

/** Options of {@link scoreReferences}. */
export interface ScoreReferencesOptions<
  States extends tf.TensorContainer,
  Memory extends tf.TensorContainer,
> extends SearchStart<States, Memory> {
  /** Token ids for each source, without start and end. */
  readonly references: readonly (readonly number[])[];
  readonly signal?: AbortSignal | undefined;
}

/** What a model thinks of a sequence. */
export interface ReferenceScore {
  /** log P(reference, end | source), in nats, <= 0. */
  readonly logProbability: number;
  /** log P of each token given those before it, the end included. */
  readonly tokenLogProbabilities: readonly number[];
  /** exp(-logProbability / tokens), the end included; 1 or more. */
  readonly perplexity: number;
}

/**
 * Scores given sequences with the step function that decodes: the score of a decoded hypothesis is the log-probability that it
 * was found with.
 *
 * @returns A score for each source, in order.
 * @throws {RangeError} If there is not one reference for each source, or an id is not in the vocabulary.
 * @throws What `signal` was aborted with.
 *
 * @example
 * ```ts
 * import { loadEngine, scoreReferences, softmaxTokens, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const logits = tf.tensor2d([[-99, Math.log(2), 0, 0]]); // </s> in half of the cases, token 2 or 3 in the others
 * const [score] = await scoreReferences({
 *   step: (ids, states) => ({ next: softmaxTokens(tf.tile(logits, [ids.size, 1])), states }),
 *   states: [],
 *   batchSize: 1,
 *   startId: 0,
 *   endId: 1,
 *   references: [[2]],
 * });
 * logits.dispose();
 * assert.closeTo(score?.logProbability ?? 0, Math.log(0.25 * 0.5), 1e-5);
 * assert.closeTo(score?.perplexity ?? 0, Math.sqrt(8), 1e-5);
 * ```
 */
export async function scoreReferences<
  States extends tf.TensorContainer,
  Memory extends tf.TensorContainer,
>(options: ScoreReferencesOptions<States, Memory>): Promise<ReferenceScore[]> {
  const { references, batchSize, startId, endId } = options;
  checkOnePerSource("references", references, batchSize);
  const scores = references.map((): number[] => []);
  const runner = new StepRunner(options);
  const longest = Math.max(...references.map(({ length }) => length));
  try {
    for (let length = 0; length <= longest; length++) {
      const open = [...references.keys()].filter(
        (source) => (references[source] as readonly number[]).length >= length,
      );
      const tokenBefore = (source: number): number =>
        length === 0 ? startId : (references[source]?.[length - 1] as number);
      const { picked } = await runner.advance(
        open.map((source) => ({
          source,
          rows: [
            {
              id: tokenBefore(source),
              parent: 0,
              picked: [references[source]?.[length] ?? endId],
            },
          ],
        })),
        { top: 0 },
      );
      for (const [row, source] of open.entries()) scores[source]?.push(picked[row] as number);
    }
  } finally {
    runner.dispose();
  }
  return scores.map((tokenLogProbabilities) => {
    const logProbability = tokenLogProbabilities.reduce((sum, value) => sum + value, 0);
    return {
      logProbability,
      tokenLogProbabilities,
      perplexity: Math.exp(-logProbability / tokenLogProbabilities.length),
    };
  });
}
