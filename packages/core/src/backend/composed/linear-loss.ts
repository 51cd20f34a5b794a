/** Output layers with their loss, composed of TensorFlow.js ops. */
import { labelLogProbabilities } from "../label-log-probabilities.ts";
import type {
  LinearCopyCrossEntropyOptions,
  LinearCrossEntropyOptions,
  LinearLossOptions,
  LinearSquaredErrorOptions,
} from "../linear-loss-options.ts";
import { tf } from "../tf.ts";
import { composedLinear } from "./linear.ts";

/** The same mathematics as the fused kernel. */
export function composedLinearCrossEntropy(options: LinearCrossEntropyOptions): tf.Scalar {
  const { labels, labelSmoothing = 0 } = options;
  const outputs = linear(options); // [rows, classes]
  const [rows, classes] = outputs.shape;
  const weights = options.weights ? tf.reshape(options.weights, [rows]) : tf.ones([rows]);
  // Rows that are left out may have any label.
  const known = tf.clipByValue(tf.reshape(labels, [rows]), 0, classes - 1);
  const oneHot = tf.cast(tf.oneHot(tf.cast(known, "int32"), classes), "float32");
  const targets = tf.add(tf.mul(oneHot, 1 - labelSmoothing), labelSmoothing / classes);
  return crossEntropy(outputs, targets as tf.Tensor2D, weights as tf.Tensor1D);
}

/** Below every probability that matters: a word that cannot be written has a finite loss. */
const LEAST_PROBABILITY = 1e-20;

/** The same mathematics as the fused kernel. */
export function composedLinearCopyCrossEntropy(options: LinearCopyCrossEntropyOptions): tf.Scalar {
  const { labels, attention, copyIds, weights } = options;
  const outputs = linear(options); // [rows, classes]
  const [rows, classes] = outputs.shape;
  const [sources, length] = copyIds.shape;
  const flat: tf.Tensor1D = tf.reshape(labels, [rows]);
  const isWord = tf.cast(tf.less(flat, classes), "float32");
  const written = tf.mul(isWord, tf.exp(labelLogProbabilities(outputs, flat))); // [rows]
  const isLabel = tf.equal(
    tf.expandDims(copyIds, 1),
    tf.reshape(labels, [sources, rows / sources, 1]),
  ); // [sources, rows / sources, length]
  const shares = tf.reshape(attention, [sources, rows / sources, length]);
  const copied = tf.reshape(tf.sum(tf.mul(tf.cast(isLabel, "float32"), shares), 2), [rows]);
  const generate = tf.sigmoid(tf.reshape(options.gate, [rows]));
  const probability = tf.add(tf.mul(generate, written), tf.mul(tf.sub(1, generate), copied));
  const losses = tf.neg(tf.log(tf.maximum(probability, LEAST_PROBABILITY)));
  return tf.sum(weights ? tf.mul(losses, tf.reshape(weights, [rows])) : losses);
}

/** The same mathematics as the fused kernel. */
export function composedLinearSquaredError(options: LinearSquaredErrorOptions): tf.Scalar {
  const outputs = linear(options); // [rows, outputs]
  const errors = tf.squaredDifference(outputs, tf.reshape(options.targets, outputs.shape));
  const ofRows = tf.sum(errors, 1);
  return tf.sum(
    options.weights ? tf.mul(ofRows, tf.reshape(options.weights, ofRows.shape)) : ofRows,
  );
}

function linear({ input, kernel, bias }: LinearLossOptions): tf.Tensor2D {
  const rows: tf.Tensor2D = tf.reshape(input, [-1, kernel.shape[0]]);
  return composedLinear({ input: rows, kernel, bias }) as tf.Tensor2D;
}

/** sum_r weights_r * (log sum_k exp(z_rk) - sum_k targets_rk z_rk), for targets that add up to 1. */
function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D, weights: tf.Tensor1D): tf.Scalar {
  // Softmax minus targets is the whole gradient: autodiff would keep several [rows, classes] tensors more.
  const run = tf.customGrad((...inputs) => {
    const [z, t, w, save] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D, tf.GradSaveFunc];
    const logSum = tf.logSumExp(z, 1, true); // [rows, 1]
    const ofTarget = tf.sum(tf.mul(z, t), 1); // [rows]
    save([z, t, w, logSum]);
    return {
      value: tf.sum(tf.mul(w, tf.sub(tf.squeeze(logSum, [1]), ofTarget))),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [zSaved, tSaved, wSaved, logSumSaved] = saved as [
          tf.Tensor2D,
          tf.Tensor2D,
          tf.Tensor1D,
          tf.Tensor2D,
        ];
        const softmax = tf.exp(tf.sub(zSaved, logSumSaved));
        const scale = tf.expandDims(tf.mul(wSaved, dy), 1); // [rows, 1]
        return [tf.mul(tf.sub(softmax, tSaved), scale), tf.zerosLike(tSaved), tf.zerosLike(wSaved)];
      },
    };
  });
  return run(logits, targets, weights) as tf.Scalar;
}
