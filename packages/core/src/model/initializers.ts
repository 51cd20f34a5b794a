/** Start values of weights, from a seeded stream of uniform numbers. */
import type { WeightValues } from "./parameters.ts";

/** Draws a number from [0, 1). */
export type UniformSource = () => number;

/**
 * Uniform in ±sqrt(6 / (fanIn + fanOut)).
 *
 * Source: Glorot and Bengio 2010, eq. 16.
 *
 * @param shape `[fanIn, fanOut]`.
 */
export function glorotUniform(
  shape: readonly [fanIn: number, fanOut: number],
  uniform: UniformSource,
): WeightValues {
  return uniformWithin(shape, Math.sqrt(6 / (shape[0] + shape[1])), uniform);
}

/** Uniform in ±limit. */
export function uniformWithin(
  shape: readonly number[],
  limit: number,
  uniform: UniformSource,
): WeightValues {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, values: Float32Array.from({ length: size }, () => (2 * uniform() - 1) * limit) };
}

/** All zeros. */
export function zeros(shape: readonly number[]): WeightValues {
  return {
    shape,
    values: new Float32Array(shape.reduce((product, length) => product * length, 1)),
  };
}

/**
 * LSTM bias: 1 for the forget gate, so that the cell remembers at first, and 0 elsewhere.
 *
 * Source: Jozefowicz et al. 2015, section 2.2.
 */
export function lstmBias(units: number): WeightValues {
  const bias = zeros([4 * units]);
  bias.values.fill(1, units, 2 * units);
  return bias;
}
