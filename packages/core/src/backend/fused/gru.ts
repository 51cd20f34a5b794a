/** Gated recurrent units over whole sequences, one native call a layer and direction (Cho et al. 2014). */

import type { GruOptions, GruResult } from "../recurrent-options.ts";
import type { tf } from "../tf.ts";
import { callNative, idsOrAbsent } from "./native.ts";
import { isRecording, record, sharedTensor } from "./tape.ts";

/**
 * Runs a GRU layer: `z, r = σ(x W + h R + b)`, `n = tanh(x W + b + r (h R + c))`, `h = z h + (1 - z) n`.
 *
 * @throws {Error} If a shape does not fit: "Cannot run EncdecGru: ...".
 */
export function fusedGru(options: GruOptions): GruResult {
  const { input, kernel, recurrentKernel, bias, initialHidden, mask, recurrentDropout } = options;
  const form = {
    reset_after: options.resetAfter ?? true,
    reverse: options.reverse ?? false,
    repeat: options.repeat ?? 0,
    mixed_precision: options.precision === "mixed-bfloat16",
    hard_gates: options.recurrentActivation === "hardSigmoid",
  };
  const recording = isRecording();
  const [outputs, hidden, kept] = callNative({
    operation: "EncdecGru",
    attributes: { ...form, keep: recording },
    inputs: [
      ...[input, kernel, recurrentKernel, bias, initialHidden, mask, recurrentDropout],
      // Without resetAfter the kernel is divided otherwise.
      ...(form.reset_after
        ? [options.packed?.kernel, options.packed?.recurrentKernel]
        : [null, null]),
      idsOrAbsent(options.ids),
    ],
    outputCount: 3,
  }) as [tf.Tensor3D, tf.Tensor2D, tf.Tensor];
  if (!recording) {
    kept.dispose();
    return { outputs, hidden };
  }

  // In the order of the gradient operation's inputs.
  const saved = [
    ...[input, kernel, recurrentKernel, initialHidden, mask, recurrentDropout].map((tensor) =>
      sharedTensor(tensor),
    ),
    sharedTensor(outputs),
    kept,
  ];
  const ids = sharedTensor(options.ids);
  record({
    name: "EncdecGru",
    inputs: { input, kernel, recurrentKernel, bias, initialHidden },
    outputs: [outputs, hidden],
    saved: [...saved, ids],
    gradient: (outputGradients, wanted) => {
      const gradients = callNative({
        operation: "EncdecGruGrad",
        attributes: { ...form, want_input: wanted.has("input") },
        inputs: [...saved, ...outputGradients, idsOrAbsent(ids)],
        outputCount: 5,
      });
      return {
        input: gradients[0],
        kernel: gradients[1],
        recurrentKernel: gradients[2],
        bias: gradients[3],
        initialHidden: gradients[4],
      };
    },
  });
  return { outputs, hidden };
}
