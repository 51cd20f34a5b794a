/** Dropout that depends on a seed alone, the same on every engine. */
import { type DropoutOptions, dropoutBits, dropoutFactors } from "./dropout-bits.ts";
import { hasFusedKernels } from "./engine.ts";
import { fusedDropout, fusedDropoutMask } from "./fused/dropout.ts";
import { tf } from "./tf.ts";

export type { DropoutOptions, SeedSource } from "./dropout-bits.ts";

/**
 * Sets a random share of the values to zero and scales the others by 1 / (1 - rate).
 *
 * Value p is dropped when hash(seed, p) / 2^32 < rate: there is no state to save.
 *
 * Source: Srivastava et al. 2014, section 4, in the inverted form.
 *
 * @throws {RangeError} If `rate` is not in [0, 1) or `seed` is no whole number below 2^32.
 *
 * @example
 * ```ts
 * import { dropout, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const dropped = dropout(tf.ones([1000]), { rate: 0.5, seed: 1 });
 *   assert.deepEqual(new Set(dropped.dataSync()), new Set([0, 2]));
 *   assert.closeTo(tf.mean(dropped).dataSync()[0] ?? 0, 1, 0.1);
 * });
 * ```
 */
export function dropout<T extends tf.Tensor>(input: T, options: DropoutOptions): T {
  if (options.rate === 0) return input;
  const bits = dropoutBits(options);
  const dropped = hasFusedKernels()
    ? fusedDropout(input, bits)
    : tf.mul(input, tf.tensor(dropoutFactors(input.size, bits), input.shape));
  return dropped as T;
}

/**
 * The factors of {@link dropout}, each 0 or 1 / (1 - rate): for a mask that is used more than once, as recurrent layers do
 * (Gal and Ghahramani 2016, https://arxiv.org/abs/1512.05287).
 *
 * @throws {RangeError} If `rate` is not in [0, 1) or `seed` is no whole number below 2^32.
 *
 * @example
 * ```ts
 * import { dropoutMask, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const mask = dropoutMask([4, 8], { rate: 0.75, seed: 1 });
 *   assert.deepEqual(new Set(mask.dataSync()), new Set([0, 4]));
 * });
 * ```
 */
export function dropoutMask(shape: readonly number[], options: DropoutOptions): tf.Tensor {
  const bits = dropoutBits(options);
  if (hasFusedKernels()) return fusedDropoutMask(shape, bits);
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(dropoutFactors(size, bits), [...shape]);
}
