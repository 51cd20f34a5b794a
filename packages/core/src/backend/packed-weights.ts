/** Weights arranged for the kernels once, where an engine has kernels. */
import { hasFusedKernels } from "./engine.ts";
import { fusedPackKernel, fusedPackRecurrentKernel } from "./fused/packed-weights.ts";
import type { PackedCell, PackedWeights } from "./recurrent-options.ts";
import type { tf } from "./tf.ts";

/**
 * Packs the kernel of a linear layer or of a recurrent layer's input, `[features, columns]`.
 *
 * @returns What `packed` takes: valid while the weights do not change, the caller's to dispose of;
 *   nothing where the engine has no kernels.
 */
export function packKernel(kernel: tf.Tensor2D): PackedWeights | undefined {
  return hasFusedKernels() ? fusedPackKernel(kernel) : undefined;
}

/**
 * Packs the recurrent kernel of a layer, `[units, gates * units]`; otherwise as {@link packKernel}. A GRU without `resetAfter`
 * takes no packed weights: it packs its own.
 */
export function packRecurrentKernel(
  recurrentKernel: tf.Tensor2D,
  cell: PackedCell = "lstm",
): PackedWeights | undefined {
  return hasFusedKernels() ? fusedPackRecurrentKernel(recurrentKernel, cell) : undefined;
}
