/** Weights arranged for the native products once, for decoding step by step: each step then saves that work. */
import type { PackedCell, PackedWeights } from "../recurrent-options.ts";
import type { tf } from "../tf.ts";
import { callNative } from "./native.ts";

/** Packs the kernel of a linear layer or of a recurrent layer's input, `[features, columns]`. */
export function fusedPackKernel(kernel: tf.Tensor2D): PackedWeights {
  return pack(kernel, 0);
}

/** Gates of a unit that lie together; the rows of a layer that is normalised are packed as a whole. */
const GATES: Readonly<Record<PackedCell, number>> = { lstm: 4, gru: 3, layerNormLstm: 0 };

/** Packs the recurrent kernel of a layer, `[units, gates * units]`. */
export function fusedPackRecurrentKernel(
  recurrentKernel: tf.Tensor2D,
  cell: PackedCell,
): PackedWeights {
  return pack(recurrentKernel, GATES[cell]);
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
