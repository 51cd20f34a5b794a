/** Adam with clipping of the gradients by their global norm. */
import { optimizerStep } from "../backend/optimizer-step.ts";
import { tf } from "../backend/tf.ts";

/** Options of {@link Adam}. */
export interface AdamOptions {
  /** Step size, > 0. */
  readonly learningRate: number;
  /** Decay of the mean of the gradients, in [0, 1). @default 0.9 */
  readonly beta1?: number;
  /** Decay of the mean of the squared gradients, in [0, 1). @default 0.999 */
  readonly beta2?: number;
  /** Keeps the division finite, > 0. @default 1e-8 */
  readonly epsilon?: number;
  /** Largest global norm of the gradients; larger ones are scaled down to it. @default no clipping */
  readonly clipNorm?: number;
}

interface Moments {
  readonly mean: tf.Variable;
  readonly square: tf.Variable;
}

/**
 * Adam optimizer.
 *
 * ```
 * g = g * min(1, clipNorm / |g|)          over all weights together
 * m = b1 m + (1 - b1) g                   v = b2 v + (1 - b2) g^2
 * w = w - lr * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)
 * ```
 *
 * Source: Kingma and Ba 2015, https://arxiv.org/abs/1412.6980, algorithm 1; clipping: Pascanu et
 * al. 2013, https://arxiv.org/abs/1211.5063, algorithm 1.
 *
 * @example
 * ```ts
 * import { Adam, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const weight = tf.tidy(() => tf.variable(tf.scalar(1)));
 * const adam = new Adam({ learningRate: 0.1 });
 * tf.tidy(() => adam.apply([{ variable: weight, gradient: tf.scalar(5) }]));
 * assert.closeTo(weight.dataSync()[0] ?? 0, 0.9, 1e-6);
 * adam.dispose();
 * weight.dispose();
 * ```
 */
export class Adam {
  readonly #options: Required<AdamOptions>;
  readonly #moments = new Map<tf.Variable, Moments>();
  #step = 0;

  /** @throws {RangeError} If an option is out of its range. */
  constructor(options: AdamOptions) {
    this.#options = {
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      clipNorm: Number.POSITIVE_INFINITY,
      ...options,
    };
    checkRanges(this.#options);
  }

  /**
   * Updates each variable in place; gradients stay the caller's.
   *
   * @returns The global norm of the gradients before clipping.
   * @throws {Error} If a gradient is not finite; nothing is updated then.
   */
  apply(
    updates: readonly { readonly variable: tf.Variable; readonly gradient: tf.Tensor }[],
  ): number {
    const { learningRate, beta1, beta2, epsilon, clipNorm } = this.#options;
    const moments = updates.map(({ variable }) => this.#momentsOf(variable));
    const report = optimizerStep({
      rule: "adam",
      variables: updates.map(({ variable }) => variable),
      gradients: updates.map(({ gradient }) => gradient),
      slots: [moments.map(({ mean }) => mean), moments.map(({ square }) => square)],
      learningRate,
      step: this.#step + 1,
      decay: beta1,
      secondDecay: beta2,
      epsilon,
      clipNorm: clipNorm === Number.POSITIVE_INFINITY ? 0 : clipNorm,
    });
    const [norm = Number.NaN, applied] = report.dataSync();
    report.dispose();
    if (applied !== 1) {
      throw new Error(
        `Cannot update the weights: the gradients must be finite, got a global norm of ${norm}`,
      );
    }
    this.#step++;
    return norm;
  }

  /** Frees the moments. */
  dispose(): void {
    for (const { mean, square } of this.#moments.values()) tf.dispose([mean, square]);
    this.#moments.clear();
  }

  #momentsOf(variable: tf.Variable): Moments {
    const known = this.#moments.get(variable);
    if (known) return known;
    const zeros = (): tf.Variable => tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
    const moments = { mean: zeros(), square: zeros() };
    this.#moments.set(variable, moments);
    return moments;
  }
}

function checkRanges(options: Required<AdamOptions>): void {
  const { learningRate, beta1, beta2, epsilon, clipNorm } = options;
  for (const [name, value] of Object.entries({ learningRate, epsilon, clipNorm })) {
    if (!(value > 0)) {
      throw new RangeError(`Cannot make Adam: ${name} must be above 0, got ${value}`);
    }
  }
  for (const [name, value] of Object.entries({ beta1, beta2 })) {
    if (!(value >= 0 && value < 1)) {
      throw new RangeError(`Cannot make Adam: ${name} must be in [0, 1), got ${value}`);
    }
  }
}
