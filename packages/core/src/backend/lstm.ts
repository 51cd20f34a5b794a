/** LSTM over a whole sequence (Hochreiter and Schmidhuber 1997). */
import { composedLstm } from "./composed/lstm.ts";
import { hasFusedKernels } from "./engine.ts";
import { fusedLstm } from "./fused/lstm.ts";
import type { LstmOptions, LstmResult } from "./recurrent-options.ts";
import { checkShape, sequenceShape } from "./shapes.ts";

/**
 * Runs an LSTM layer over a batch of sequences; a padded step carries the state over.
 *
 * ```
 * i, f, o = sigmoid(x W + h R + b)    g = tanh(x W + h R + b)
 * c' = f * c + i * g                  h' = o * tanh(c')
 * ```
 *
 * Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.
 *
 * @throws {RangeError} If the shapes of the weights do not fit the input.
 *
 * @example
 * ```ts
 * import { loadEngine, lstm, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const { outputs, hidden } = lstm({
 *     input: tf.ones([2, 5, 3]),
 *     kernel: tf.ones([3, 16]),
 *     recurrentKernel: tf.ones([4, 16]),
 *     bias: tf.zeros([16]),
 *   });
 *   assert.deepEqual(outputs.shape, [2, 5, 4]);
 *   assert.deepEqual(hidden.shape, [2, 4]);
 * });
 * ```
 */
export function lstm(options: LstmOptions): LstmResult {
  const { kernel, recurrentKernel, bias, initialHidden, initialCell, mask } = options;
  const [batch, steps, features] = sequenceShape("LSTM", options);
  const [units] = recurrentKernel.shape;
  checkShape("LSTM", {
    kernel: [kernel, [features, 4 * units]],
    recurrentKernel: [recurrentKernel, [units, 4 * units]],
    bias: [bias, [4 * units]],
    initialHidden: [initialHidden, [batch, units]],
    initialCell: [initialCell, [batch, units]],
    mask: [mask, [batch, steps]],
    recurrentDropout: [options.recurrentDropout, [batch, units]],
  });
  return hasFusedKernels() ? fusedLstm(options) : composedLstm(options);
}
