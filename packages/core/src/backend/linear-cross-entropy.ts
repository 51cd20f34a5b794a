/** Linear output layer and softmax cross-entropy in one, so that the gradient needs no extra pass. */
import { tf } from "./tf.ts";

/** Arguments of {@link linearCrossEntropy}. */
export interface LinearCrossEntropyOptions {
  /** What the layer reads, `[rows, features]`. */
  readonly input: tf.Tensor2D;
  /** Output weights, `[features, classes]`. */
  readonly kernel: tf.Tensor2D;
  /** Output bias, `[classes]`. */
  readonly bias: tf.Tensor1D;
  /** The right class of each row, int32 `[rows]`. */
  readonly labels: tf.Tensor1D;
  /** Weight of each row, `[rows]`; 0 leaves the row out. */
  readonly weights: tf.Tensor1D;
}

/**
 * Weighted sum of the softmax cross-entropies of `input * kernel + bias`, in nats.
 *
 * ```
 * z = input * kernel + bias      loss = sum_r weights_r * (log sum_k exp(z_rk) - z_r,label(r))
 * ```
 *
 * @returns A scalar >= 0: the sum, not the mean, so that batches of unequal size add up.
 *
 * @example
 * ```ts
 * import { linearCrossEntropy, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const loss = linearCrossEntropy({
 *     input: tf.ones([2, 3]),
 *     kernel: tf.zeros([3, 4]),
 *     bias: tf.zeros([4]),
 *     labels: tf.tensor1d([0, 3], "int32"),
 *     weights: tf.tensor1d([1, 0]),
 *   });
 *   assert.closeTo(loss.dataSync()[0] ?? 0, Math.log(4), 1e-6);
 * });
 * ```
 */
export function linearCrossEntropy(options: LinearCrossEntropyOptions): tf.Scalar {
  const { input, kernel, bias, labels, weights } = options;
  const logits = tf.add(tf.matMul(input, kernel), bias) as tf.Tensor2D; // [rows, classes]
  return crossEntropy(logits, labels, weights);
}

function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, weights: tf.Tensor1D): tf.Scalar {
  // Softmax minus one-hot is the whole gradient: autodiff would keep several [rows, classes] tensors more.
  const run = tf.customGrad((...inputs) => {
    const [z, w, save] = inputs as [tf.Tensor2D, tf.Tensor1D, tf.GradSaveFunc];
    const oneHot = tf.cast(tf.oneHot(labels, z.shape[1]), "float32") as tf.Tensor2D;
    const logSum = tf.logSumExp(z, 1, true); // [rows, 1]
    const ofLabel = tf.sum(tf.mul(z, oneHot), 1); // [rows]
    save([z, w, logSum, oneHot]);
    return {
      value: tf.sum(tf.mul(w, tf.sub(tf.squeeze(logSum, [1]), ofLabel))),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [zSaved, wSaved, logSumSaved, oneHotSaved] = saved as [
          tf.Tensor2D,
          tf.Tensor1D,
          tf.Tensor2D,
          tf.Tensor2D,
        ];
        const softmax = tf.exp(tf.sub(zSaved, logSumSaved));
        const scale = tf.expandDims(tf.mul(wSaved, dy), 1); // [rows, 1]
        return [tf.mul(tf.sub(softmax, oneHotSaved), scale), tf.zerosLike(wSaved)];
      },
    };
  });
  return run(logits, weights) as tf.Scalar;
}
