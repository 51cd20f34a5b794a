/** The most probable tokens after an output layer. */
import { composedLinearTopK } from "./composed/linear-top-k.ts";
import { hasFusedKernels } from "./engine.ts";
import { fusedLinearTopK, MOST_FUSED_TOKENS } from "./fused/linear-top-k.ts";
import type { LinearTopK, LinearTopKOptions } from "./linear-top-k-options.ts";
import { checkShape } from "./shapes.ts";

export type { LinearTopK, LinearTopKOptions } from "./linear-top-k-options.ts";

/**
 * The `k` largest of `input * kernel + bias` in each row, as log-probabilities under the softmax over all of them; among equals
 * the lower id comes first. It has no gradient.
 *
 * Where the engine has kernels no `[rows, vocabulary]` tensor is written.
 *
 * @throws {RangeError} If a shape does not fit, or `k` is not between 1 and the vocabulary's size.
 *
 * @example
 * ```ts
 * import { linearTopK, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const kernel = tf.tensor2d([[0, Math.log(4), Math.log(3)]]);
 *   const { ids, logProbabilities } = linearTopK({ input: tf.ones([1, 1]), kernel, k: 2 });
 *   assert.deepEqual([...ids.dataSync()], [1, 2]);
 *   assert.closeTo(logProbabilities.dataSync()[0] ?? 0, Math.log(4 / 8), 1e-6);
 * });
 * ```
 */
export function linearTopK(options: LinearTopKOptions): LinearTopK {
  const { input, kernel, bias, k } = options;
  const [features, vocabulary] = kernel.shape;
  checkShape("linear top k", {
    input: [input, [input.shape[0], features]],
    bias: [bias, [vocabulary]],
  });
  if (!Number.isInteger(k) || k < 1 || k > vocabulary) {
    throw new RangeError(
      `Cannot run linear top k: k must be a whole number from 1 to ${vocabulary}, got ${k}`,
    );
  }
  return hasFusedKernels() && k <= MOST_FUSED_TOKENS
    ? fusedLinearTopK(options)
    : composedLinearTopK(options);
}
