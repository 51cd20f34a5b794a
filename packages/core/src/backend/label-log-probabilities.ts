/** log P of the right token of each row. */
import { tf } from "./tf.ts";

/**
 * `logits[row, label] - log sum exp logits[row]`; a label past the last class counts as the last.
 *
 * @param logits `[rows, classes]`.
 * @param labels int32 `[rows]`.
 * @returns `[rows]`, in nats; <= 0.
 */
export function labelLogProbabilities(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  const classes = logits.shape[1];
  const known = tf.clipByValue(tf.cast(labels, "int32"), 0, classes - 1);
  const oneHot = tf.cast(tf.oneHot(tf.cast(known, "int32"), classes), "float32") as tf.Tensor2D;
  // One-hot minus softmax is the whole gradient: autodiff would keep several [rows, classes] tensors more.
  const run = tf.customGrad((...inputs) => {
    const [z, save] = inputs as [tf.Tensor2D, tf.GradSaveFunc];
    const logSum = tf.logSumExp(z, 1, true); // [rows, 1]
    save([z, oneHot, logSum]);
    return {
      value: tf.sub(tf.sum(tf.mul(z, oneHot), 1), tf.squeeze(logSum, [1])),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [zSaved, label, logSumSaved] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
        const softmax = tf.exp(tf.sub(zSaved, logSumSaved));
        return tf.mul(tf.sub(label, softmax), tf.expandDims(dy, 1));
      },
    };
  });
  return run(logits) as tf.Tensor1D;
}
