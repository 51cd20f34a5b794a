/** A linear layer, composed of TensorFlow.js ops. */
import type { LinearOptions } from "../linear-loss-options.ts";
import { tf } from "../tf.ts";

/** The same mathematics as the fused kernel. */
export function composedLinear({ input, kernel, bias }: LinearOptions): tf.Tensor {
  const [features, outputs] = kernel.shape;
  const rows: tf.Tensor2D = tf.reshape(input, [-1, features]);
  const product = tf.matMul(rows, kernel);
  const sum = bias ? tf.add(product, bias) : product;
  return tf.reshape(sum, [...input.shape.slice(0, -1), outputs]);
}
