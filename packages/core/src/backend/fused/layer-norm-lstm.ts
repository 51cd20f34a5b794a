/** Long short-term memory with layer normalisation, one native call a layer (Ba, Kiros and Hinton 2016). */

import type { LayerNormLstmOptions, LstmResult } from "../recurrent-options.ts";
import type { tf } from "../tf.ts";
import { callNative } from "./native.ts";
import { isRecording, record, sharedTensor } from "./tape.ts";

/**
 * Runs a layer-normalised LSTM: gates of `LN(x W) inputScale + LN(h R) recurrentScale + bias`,
 * `h = o tanh(LN(c) cellScale + cellBias)`, with `LN(a) = (a - mean) / sqrt(variance + 1e-5)`.
 *
 * @throws {Error} If a shape does not fit: "Cannot run EncdecLayerNormLstm: ...".
 */
export function fusedLayerNormLstm(options: LayerNormLstmOptions): LstmResult {
  const { input, kernel, recurrentKernel, inputScale, recurrentScale, bias } = options;
  const { cellScale, cellBias, initialHidden, initialCell, mask, recurrentDropout } = options;
  const form = {
    reverse: options.reverse ?? false,
    repeat: options.repeat ?? 0,
    mixed_precision: options.precision === "mixed-bfloat16",
  };
  const inputs = [
    ...[input, kernel, recurrentKernel, inputScale, recurrentScale, cellScale, cellBias],
    ...[initialHidden, initialCell, mask, recurrentDropout],
  ];
  const [outputs, hidden, cell, ...kept] = callNative({
    operation: "EncdecLayerNormLstm",
    attributes: form,
    inputs: [...inputs, bias, options.packed?.kernel, options.packed?.recurrentKernel],
    outputCount: 9,
  }) as [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D, ...tf.Tensor[]];
  if (!isRecording()) {
    for (const tensor of kept) tensor.dispose();
    return { outputs, hidden, cell };
  }
  // In the order of the gradient operation's inputs.
  const saved = [...inputs.map((tensor) => sharedTensor(tensor)), sharedTensor(outputs), ...kept];
  record({
    name: "EncdecLayerNormLstm",
    inputs: {
      ...{ input, kernel, recurrentKernel, inputScale, recurrentScale, cellScale, cellBias, bias },
      ...{ initialHidden, initialCell },
    },
    outputs: [outputs, hidden, cell],
    saved,
    gradient: (outputGradients, wanted) => {
      const gradients = callNative({
        operation: "EncdecLayerNormLstmGrad",
        attributes: { ...form, want_input: wanted.has("input") },
        inputs: [...saved, ...outputGradients],
        outputCount: 10,
      });
      return {
        input: gradients[0],
        kernel: gradients[1],
        recurrentKernel: gradients[2],
        inputScale: gradients[3],
        recurrentScale: gradients[4],
        cellScale: gradients[5],
        cellBias: gradients[6],
        bias: gradients[7],
        initialHidden: gradients[8],
        initialCell: gradients[9],
      };
    },
  });
  return { outputs, hidden, cell };
}
