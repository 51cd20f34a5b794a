/** LSTM with layer normalisation over a whole sequence (Ba et al. 2016). */
import { composedLayerNormLstm } from "./composed/layer-norm-lstm.ts";
import { hasFusedKernels } from "./engine.ts";
import { fusedLayerNormLstm } from "./fused/layer-norm-lstm.ts";
import type { LayerNormLstmOptions, LstmResult } from "./recurrent-options.ts";
import { checkShape, sequenceShape } from "./shapes.ts";

/**
 * Runs a layer-normalised LSTM over a batch of sequences; a padded step carries the states over.
 *
 * ```
 * LN(a) = (a - mean) / sqrt(variance + 1e-5)
 * gates = LN(x W) * inputScale + LN(h R) * recurrentScale + bias
 * c' = f * c + i * g      h' = o * tanh(LN(c') * cellScale + cellBias)
 * ```
 *
 * Source: Ba et al. 2016, https://arxiv.org/abs/1607.06450, eq. 20 to 22.
 *
 * @throws {RangeError} If the shapes of the weights do not fit the input.
 *
 * @example
 * ```ts
 * import { layerNormLstm, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const { cell } = layerNormLstm({
 *     input: tf.ones([2, 5, 3]),
 *     kernel: tf.ones([3, 16]),
 *     recurrentKernel: tf.ones([4, 16]),
 *     inputScale: tf.ones([16]),
 *     recurrentScale: tf.ones([16]),
 *     bias: tf.zeros([16]),
 *     cellScale: tf.ones([4]),
 *     cellBias: tf.zeros([4]),
 *   });
 *   assert.deepEqual(cell.shape, [2, 4]);
 * });
 * ```
 */
export function layerNormLstm(options: LayerNormLstmOptions): LstmResult {
  const { kernel, recurrentKernel, bias, initialHidden, initialCell, mask } = options;
  const { inputScale, recurrentScale, cellScale, cellBias } = options;
  const [batch, steps, features] = sequenceShape("layer-normalised LSTM", options);
  const [units] = recurrentKernel.shape;
  checkShape("layer-normalised LSTM", {
    kernel: [kernel, [features, 4 * units]],
    recurrentKernel: [recurrentKernel, [units, 4 * units]],
    inputScale: [inputScale, [4 * units]],
    recurrentScale: [recurrentScale, [4 * units]],
    bias: [bias, [4 * units]],
    cellScale: [cellScale, [units]],
    cellBias: [cellBias, [units]],
    initialHidden: [initialHidden, [batch, units]],
    initialCell: [initialCell, [batch, units]],
    mask: [mask, [batch, steps]],
    recurrentDropout: [options.recurrentDropout, [batch, units]],
  });
  return hasFusedKernels() ? fusedLayerNormLstm(options) : composedLayerNormLstm(options);
}
