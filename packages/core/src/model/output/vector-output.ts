/** Output of real vectors, such as the values of a time series. */
import { linear } from "../../backend/linear.ts";
import { linearSquaredError } from "../../backend/linear-loss.ts";
import type { Precision } from "../../backend/recurrent-options.ts";
import type { tf } from "../../backend/tf.ts";
import type { Reading } from "../reading.ts";
import type { WeightSource } from "../weight-source.ts";

/** What a vector output is taught with. */
export interface VectorTargets {
  /** `[rows, steps, features]`. */
  readonly vectors: tf.Tensor3D;
  /** Weight of each step, 0 for padding, `[rows, steps]`. */
  readonly weights?: tf.Tensor2D | undefined;
  readonly precision?: Precision | undefined;
}

/** Sizes of a {@link VectorOutput}. */
export interface VectorOutputOptions {
  /** Width of what it reads. */
  readonly inputSize: number;
  /** Width of what it writes. */
  readonly features: number;
  readonly bias: boolean;
}

/** A linear layer at each step; weights `output.*`. */
export class VectorOutput {
  readonly #kernel: tf.Tensor2D;
  readonly #bias: tf.Tensor1D | undefined;

  constructor(source: WeightSource, options: VectorOutputOptions) {
    const { inputSize, features, bias } = options;
    this.#kernel = source.kernel("output.kernel", inputSize, features);
    if (bias) this.#bias = source.bias("output.bias", features);
  }

  /** Weighted sum of the squared errors. */
  loss(reading: Reading, { vectors, weights, precision }: VectorTargets): tf.Scalar {
    const layer = { input: reading.features, kernel: this.#kernel, bias: this.#bias };
    return linearSquaredError({ ...layer, targets: vectors, weights, precision });
  }

  /** The vectors of all steps, `[rows, steps, features]`. */
  write(reading: Reading): tf.Tensor3D {
    const layer = { kernel: this.#kernel, bias: this.#bias };
    return linear({ input: reading.features, ...layer }) as tf.Tensor3D;
  }
}
