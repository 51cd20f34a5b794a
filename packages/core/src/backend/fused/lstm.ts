/** Long short-term memory over whole sequences, one native call a layer and direction (Hochreiter and Schmidhuber 1997). */

import type { LstmOptions, LstmResult } from "../recurrent-options.ts";
import type { tf } from "../tf.ts";
import { callNative, idsOrAbsent } from "./native.ts";
import { isRecording, record, sharedTensor } from "./tape.ts";

/**
 * Runs an LSTM layer: `i, f, o = σ(x W + h R + b)`, `g = tanh(x W + h R + b)`, `c = f c + i g`, `h = o tanh c`.
 *
 * @throws {Error} If a shape does not fit: "Cannot run EncdecLstm: ...".
 */
export function fusedLstm(options: LstmOptions): LstmResult {
  const {
    input,
    kernel,
    recurrentKernel,
    bias,
    initialHidden,
    initialCell,
    mask,
    recurrentDropout,
  } = options;
  const form = {
    reverse: options.reverse ?? false,
    repeat: options.repeat ?? 0,
    mixed_precision: options.precision === "mixed-bfloat16",
    hard_gates: options.recurrentActivation === "hardSigmoid",
  };
  const recording = isRecording();
  const [outputs, hidden, cell, gates, cells] = callNative({
    operation: "EncdecLstm",
    attributes: { ...form, keep: recording },
    inputs: [
      input,
      kernel,
      recurrentKernel,
      bias,
      initialHidden,
      initialCell,
      mask,
      recurrentDropout,
      options.packed?.kernel,
      options.packed?.recurrentKernel,
      idsOrAbsent(options.ids),
    ],
    outputCount: 5,
  }) as [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D, tf.Tensor, tf.Tensor];
  if (!recording) {
    gates.dispose();
    cells.dispose();
    return { outputs, hidden, cell };
  }

  // In the order of the gradient operation's inputs.
  const saved = [
    ...[input, kernel, recurrentKernel, initialHidden, initialCell, mask, recurrentDropout].map(
      (tensor) => sharedTensor(tensor),
    ),
    sharedTensor(outputs),
    gates,
    cells,
  ];
  const ids = sharedTensor(options.ids);
  record({
    name: "EncdecLstm",
    inputs: { input, kernel, recurrentKernel, bias, initialHidden, initialCell },
    outputs: [outputs, hidden, cell],
    saved: [...saved, ids],
    gradient: (outputGradients, wanted) => {
      const gradients = callNative({
        operation: "EncdecLstmGrad",
        attributes: { ...form, want_input: wanted.has("input") },
        inputs: [...saved, ...outputGradients, idsOrAbsent(ids)],
        outputCount: 6,
      });
      return {
        input: gradients[0],
        kernel: gradients[1],
        recurrentKernel: gradients[2],
        bias: gradients[3],
        initialHidden: gradients[4],
        initialCell: gradients[5],
      };
    },
  });
  return { outputs, hidden, cell };
}
