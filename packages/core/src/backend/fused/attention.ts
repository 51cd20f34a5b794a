/** Attention of a whole target sequence in one native call. */
import type {
  AdditiveAttentionOptions,
  AttentionResult,
  DotAttentionOptions,
} from "../attention-options.ts";
import type { tf } from "../tf.ts";
import { callNative } from "./native.ts";
import { isRecording, record, sharedTensor } from "./tape.ts";

/** Either form: with `energy` it is additive, else multiplicative. */
export type FusedAttentionOptions = DotAttentionOptions & Partial<AdditiveAttentionOptions>;

/**
 * Runs multiplicative or additive attention.
 *
 * @throws {Error} If a shape does not fit: "Cannot run EncdecAttention: ...".
 */
export function fusedAttention(options: FusedAttentionOptions): AttentionResult {
  const { queries, keys, values, mask, energy, bias, scale = 1 } = options;
  const attributes = { scale: { float: scale } };
  const inputs = [queries, keys, values, mask, energy, bias];
  const [context, weights] = callNative({
    operation: "EncdecAttention",
    attributes,
    inputs,
    outputCount: 2,
  }) as [tf.Tensor3D, tf.Tensor3D];
  if (!isRecording()) return { context, weights };

  const saved = [...inputs, weights].map((tensor) => sharedTensor(tensor));
  record({
    name: "EncdecAttention",
    inputs: { queries, keys, values, energy, bias },
    outputs: [context, weights],
    saved,
    gradient: (outputGradients) => {
      const gradients = callNative({
        operation: "EncdecAttentionGrad",
        attributes,
        inputs: [...saved, ...outputGradients],
        outputCount: 5,
      });
      return {
        queries: gradients[0],
        keys: gradients[1],
        values: gradients[2],
        energy: gradients[3],
        bias: gradients[4],
      };
    },
  });
  return { context, weights };
}
