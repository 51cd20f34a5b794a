/** The most probable tokens after a linear layer in one native call: logits exist in registers only. */
import type { LinearTopK, LinearTopKOptions } from "../linear-top-k-options.ts";
import type { tf } from "../tf.ts";
import { callNative } from "./native.ts";

/** The kernel keeps so many candidates of a row. */
export const MOST_FUSED_TOKENS = 256;

/**
 * The `k` largest of `input · kernel + bias` and their log-probabilities; `k` is at most {@link MOST_FUSED_TOKENS}.
 *
 * @throws {Error} If a shape does not fit: "Cannot run EncdecLinearTopK: ...".
 */
export function fusedLinearTopK(options: LinearTopKOptions): LinearTopK {
  const { input, kernel, bias, packed, k } = options;
  const [ids, logProbabilities] = callNative({
    operation: "EncdecLinearTopK",
    attributes: { k },
    inputs: [input, kernel, bias, packed],
    outputCount: 2,
  }) as [tf.Tensor2D, tf.Tensor2D];
  return { ids, logProbabilities };
}
