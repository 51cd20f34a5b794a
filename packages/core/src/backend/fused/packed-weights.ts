/** Weights arranged for the native products once, for decoding step by step: each step then saves that work. */
import type { PackedWeights } from "../recurrent-options.ts";
import type { tf } from "../tf.ts";
import { callNative } from "./native.ts";

/** Packs the kernel of a linear layer or of a recurrent layer's input, `[features, columns]`. */
export function fusedPackKernel(kernel: tf.Tensor2D): PackedWeights {
  return pack(kernel, 0);
}

/** Packs the recurrent kernel of an LSTM, `[units, 4 units]`. */
export function fusedPackRecurrentKernel(recurrentKernel: tf.Tensor2D): PackedWeights {
  return pack(recurrentKernel, 4);
}

function pack(kernel: tf.Tensor2D, gates: number): PackedWeights {
  const [packed] = callNative({
    operation: "EncdecPack",
    attributes: { gates },
    inputs: [kernel],
    outputCount: 1,
  }) as [PackedWeights];
  return packed;
}
