/** Dropout from a seeded stream, the same on every engine. */
import { tf } from "./tf.ts";

/** How much is dropped, and the stream that decides what. */
export interface DropoutOptions {
  /** Share of values set to zero, in [0, 1). */
  readonly rate: number;
  /** Draws a number from [0, 1), once for each value. */
  readonly uniform: () => number;
}

/**
 * Sets a random share of the values to zero and scales the others by 1 / (1 - rate).
 *
 * Source: Srivastava et al. 2014, section 4, in the inverted form.
 */
export function dropout<T extends tf.Tensor>(input: T, options: DropoutOptions): T {
  const { rate, uniform } = options;
  if (rate === 0) return input;
  const kept = 1 / (1 - rate);
  const scale = new Float32Array(input.size);
  for (let position = 0; position < scale.length; position++) {
    scale[position] = uniform() < rate ? 0 : kept;
  }
  return tf.mul(input, tf.tensor(scale, input.shape)) as T;
}
