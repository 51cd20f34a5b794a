/** A linear layer in one native call. */
import type { LinearOptions } from "../linear-loss-options.ts";
import type { tf } from "../tf.ts";
import { callNative } from "./native.ts";
import { isRecording, record, sharedTensor } from "./tape.ts";

/**
 * `input · kernel + bias`, `[..., outputs]`.
 *
 * @throws {Error} If a shape does not fit: "Cannot run EncdecLinear: ...".
 */
export function fusedLinear(options: LinearOptions): tf.Tensor {
  const { input, kernel, bias, packed } = options;
  const form = { mixed_precision: options.precision === "mixed-bfloat16" };
  const [result] = callNative({
    operation: "EncdecLinear",
    attributes: form,
    inputs: [input, kernel, bias, packed],
    outputCount: 1,
  }) as [tf.Tensor];
  if (!isRecording()) return result;
  const saved = [sharedTensor(input), sharedTensor(kernel)];
  record({
    name: "EncdecLinear",
    inputs: { input, kernel, bias },
    outputs: [result],
    saved,
    gradient: ([resultGradient], wanted) => {
      const [ofInput, ofKernel, ofBias] = callNative({
        operation: "EncdecLinearGrad",
        attributes: {
          ...form,
          want_input: wanted.has("input"),
          want_kernel: wanted.has("kernel") || wanted.has("bias"),
        },
        inputs: [...saved, resultGradient],
        outputCount: 3,
      });
      return { input: ofInput, kernel: ofKernel, bias: ofBias };
    },
  });
  return result;
}
