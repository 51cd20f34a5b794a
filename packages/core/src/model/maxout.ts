/** Maxout units between a decoder's layers and its output layer. */
import { linear } from "../backend/linear.ts";
import { tf } from "../backend/tf.ts";
import type { WeightSource } from "./weight-source.ts";

/**
 * The larger of two linear units each; weights `maxout.*`.
 *
 * ```
 * t = input * K + b      output_i = max(t_2i, t_2i+1)
 * ```
 *
 * Source: Goodfellow et al. 2013, https://arxiv.org/abs/1302.4389; in decoders Cho et al. 2014, appendix A.1.2, and
 * Bahdanau et al. 2015, A.2.2.
 */
export class Maxout {
  readonly #kernel: tf.Tensor2D;
  readonly #bias: tf.Tensor1D;

  constructor(source: WeightSource, inputSize: number, units: number) {
    this.#kernel = source.kernel("maxout.kernel", inputSize, 2 * units);
    this.#bias = source.bias("maxout.bias", 2 * units);
  }

  /** Reads `[rows, steps, inputSize]` in parts that lie side by side; returns `[rows, steps, units]`. */
  run(parts: readonly tf.Tensor3D[]): tf.Tensor3D {
    const input = tf.concat([...parts], 2);
    const sums = linear({ input, kernel: this.#kernel, bias: this.#bias });
    const [rows, steps, size] = sums.shape as [number, number, number];
    return tf.max(tf.reshape(sums, [rows, steps, size / 2, 2]), 3);
  }
}
