/** GRU over a whole sequence (Cho et al. 2014). */
import { composedGru } from "./composed/gru.ts";
import { hasFusedKernels } from "./engine.ts";
import { fusedGru } from "./fused/gru.ts";
import type { GruOptions, GruResult } from "./recurrent-options.ts";
import { checkShape, sequenceShape } from "./shapes.ts";

/**
 * Runs a GRU layer over a batch of sequences; a padded step carries the state over.
 *
 * ```
 * z, r = sigmoid(x W + h R + b)
 * n = tanh(x W + b + r * (h R + c))      with resetAfter
 * n = tanh(x W + b + (r * h) R)          without
 * h' = z * h + (1 - z) * n
 * ```
 *
 * Source: Cho et al. 2014, https://arxiv.org/abs/1406.1078, section 2.3 (`resetAfter: false`).
 *
 * @throws {RangeError} If the shapes of the weights do not fit the input.
 *
 * @example
 * ```ts
 * import { gru, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const { outputs } = gru({
 *     input: tf.ones([2, 5, 3]),
 *     kernel: tf.ones([3, 12]),
 *     recurrentKernel: tf.ones([4, 12]),
 *   });
 *   assert.deepEqual(outputs.shape, [2, 5, 4]);
 * });
 * ```
 */
export function gru(options: GruOptions): GruResult {
  const { kernel, recurrentKernel, bias, initialHidden, mask, resetAfter = true } = options;
  const [batch, steps, features] = sequenceShape("GRU", options);
  const [units] = recurrentKernel.shape;
  checkShape("GRU", {
    kernel: [kernel, [features, 3 * units]],
    recurrentKernel: [recurrentKernel, [units, 3 * units]],
    bias: [bias, resetAfter ? [2, 3 * units] : [3 * units]],
    initialHidden: [initialHidden, [batch, units]],
    mask: [mask, [batch, steps]],
    recurrentDropout: [options.recurrentDropout, [batch, units]],
  });
  return hasFusedKernels() ? fusedGru(options) : composedGru(options);
}
