/** The most probable tokens after a linear layer, composed of TensorFlow.js ops. */
import type { LinearTopK, LinearTopKOptions } from "../linear-top-k-options.ts";
import { tf } from "../tf.ts";
import { composedLinear } from "./linear.ts";

/** The same mathematics as the fused kernel. */
export function composedLinearTopK(options: LinearTopKOptions): LinearTopK {
  return tf.tidy(() => {
    const logits = composedLinear(options); // [rows, vocabulary]
    const { values, indices } = tf.topk(logits, options.k);
    const logProbabilities: tf.Tensor2D = tf.sub(values, tf.logSumExp(logits, 1, true));
    return { ids: indices as tf.Tensor2D, logProbabilities };
  });
}
