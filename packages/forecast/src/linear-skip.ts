/** A linear path from the window to the forecast, past the network. */
import { type Parameters, tf } from "@encdec/core";

const NAME = "skip.kernel";

/**
 * y_h = x_last + sum_i W_ih (x_i - x_last), one W for all variables or one for each; weights `skip.kernel`. Begins with the last
 * value, or where {@link LinearSkip.set} sets it.
 *
 * Source: Zeng et al. 2023 (NLinear), https://arxiv.org/abs/2205.13504, section 3.
 */
export class LinearSkip {
  /** `[1 or variables, lookback, horizon]`. */
  readonly #kernel: tf.Variable<tf.Rank.R3>;
  readonly #isFixed: boolean;
  readonly #endsInZero: boolean;

  constructor(
    parameters: Parameters,
    sizes: {
      readonly sharing: "shared" | "own";
      readonly variables: number;
      readonly lookback: number;
      readonly horizon: number;
      /** Training leaves it as it is. */
      readonly isFixed: boolean;
      /** The last value of every window is 0. */
      readonly endsInZero: boolean;
    },
  ) {
    const { sharing, variables, lookback, horizon } = sizes;
    this.#isFixed = sizes.isFixed;
    this.#endsInZero = sizes.endsInZero;
    const shape = [sharing === "own" ? variables : 1, lookback, horizon];
    const values = new Float32Array(shape.reduce((size, length) => size * length, 1));
    const kernel = parameters.create(NAME, { shape, values });
    this.#kernel = kernel as tf.Variable<tf.Rank.R3>;
  }

  /** Sets the weights: of each kernel `[lookback, horizon]`, in row order. */
  set(kernels: readonly ArrayLike<number>[]): void {
    const values = Float32Array.from(kernels.flatMap((kernel) => Array.from(kernel)));
    tf.tidy(() => this.#kernel.assign(tf.tensor3d(values, this.#kernel.shape)));
  }

  /** Name of the weight that training must leave alone, where it is fixed. */
  get fixedWeight(): string | undefined {
    return this.#isFixed ? NAME : undefined;
  }

  /** Reads `[rows, lookback, variables]`, of one variable where each is a row; gives `[rows, horizon, variables, 1]`. */
  run(past: tf.Tensor3D): tf.Tensor4D {
    if (!this.#isFixed) return this.#apply(past);
    // What runs inside is not recorded: no gradient is computed only to be dropped.
    const fixed = tf.customGrad((values) => ({
      value: this.#apply(values as tf.Tensor3D),
      gradFunc: () => tf.zerosLike(values as tf.Tensor),
    }));
    return fixed(past) as tf.Tensor4D;
  }

  #apply(past: tf.Tensor3D): tf.Tensor4D {
    const [rows, lookback, variables] = past.shape;
    const horizon = this.#kernel.shape[2];
    const last = this.#endsInZero
      ? undefined
      : tf.slice(past, [0, lookback - 1, 0], [rows, 1, variables]);
    const changes = last ? tf.sub(past, last) : past;
    const apart = variables === 1 ? changes : tf.transpose(changes, [0, 2, 1]); // [rows, variables, lookback]
    const moves = this.#multiply(apart);
    const together =
      variables === 1
        ? moves
        : tf.transpose(tf.reshape(moves, [rows, variables, horizon]), [0, 2, 1]);
    const forecast: tf.Tensor4D = tf.reshape(together, [rows, horizon, variables, 1]);
    return last ? tf.add<tf.Tensor4D>(forecast, tf.expandDims(last, 3)) : forecast;
  }

  /** From changes in the order `[batch, variables, lookback]` to moves in the order `[batch, variables, horizon]`. */
  #multiply(changes: tf.Tensor): tf.Tensor {
    const [variables, lookback, horizon] = this.#kernel.shape;
    if (variables === 1) {
      const rows = tf.reshape(changes, [-1, lookback]);
      return tf.matMul(rows, tf.reshape(this.#kernel, [lookback, horizon]));
    }
    const own = tf.reshape(changes, [-1, variables, lookback]);
    const moves = tf.matMul(tf.transpose(own, [1, 0, 2]), this.#kernel); // [variables, batch, horizon]
    return tf.transpose(moves, [1, 0, 2]);
  }
}
