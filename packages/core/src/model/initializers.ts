/** Start values of weights, from a seeded stream of uniform numbers. */
import type { Complete, InitializationConfig } from "./config.ts";
import { orthonormalizeRows } from "./orthonormal.ts";
import type { WeightValues } from "./parameters.ts";

/** Draws a number from [0, 1). */
export type UniformSource = () => number;

/** What the weights of a model start from. */
export interface StartValues {
  readonly initialization: Complete<InitializationConfig>;
  /** Draws the random ones. */
  readonly uniform: UniformSource;
}

/** Weights of an input or of a linear layer, as the settings ask for. */
export function initialKernel(
  shape: readonly [inputs: number, outputs: number],
  start: StartValues,
): WeightValues {
  return drawn(start.initialization.kernel, shape, start);
}

/** Weights of a state, as the settings ask for. */
export function initialRecurrentKernel(
  shape: readonly [units: number, outputs: number],
  start: StartValues,
): WeightValues {
  return drawn(start.initialization.recurrentKernel, shape, start);
}

/** A table of embeddings, uniform as the settings ask for. */
export function initialEmbeddings(
  shape: readonly [vocabularySize: number, embeddingSize: number],
  { initialization, uniform }: StartValues,
): WeightValues {
  return uniformWithin(shape, initialization.embeddingLimit, uniform);
}

/**
 * Uniform in ±sqrt(6 / (fanIn + fanOut)).
 *
 * Source: Glorot and Bengio 2010, eq. 16.
 *
 * @param shape `[fanIn, fanOut]`.
 */
function glorotUniform(
  shape: readonly [fanIn: number, fanOut: number],
  uniform: UniformSource,
): WeightValues {
  return uniformWithin(shape, Math.sqrt(6 / (shape[0] + shape[1])), uniform);
}

/** Uniform in ±limit. */
function uniformWithin(
  shape: readonly number[],
  limit: number,
  uniform: UniformSource,
): WeightValues {
  const draw = (): number => (2 * uniform() - 1) * limit;
  return { shape, values: Float32Array.from({ length: sizeOf(shape) }, draw) };
}

/** Normal with mean 0 (Box and Muller 1958). */
export function normal(
  shape: readonly number[],
  deviation: number,
  uniform: UniformSource,
): WeightValues {
  return { shape, values: Float32Array.from(normalNumbers(sizeOf(shape), deviation, uniform)) };
}

/**
 * Orthonormal rows, or columns where there are fewer of them, each such matrix as likely as any other.
 *
 * As in Keras, the gates of a recurrent kernel `[units, 4 * units]` are one matrix: its rows are orthonormal, not each gate's.
 *
 * Source: Saxe et al. 2014, https://arxiv.org/abs/1312.6120.
 *
 * @param shape `[rows, columns]`.
 */
export function orthogonal(
  shape: readonly [rows: number, columns: number],
  uniform: UniformSource,
): WeightValues {
  const [rows, columns] = shape;
  const isWide = rows <= columns;
  const numbers = normalNumbers(rows * columns, 1, uniform);
  orthonormalizeRows(numbers, Math.min(rows, columns), Math.max(rows, columns));
  if (isWide) return { shape, values: Float32Array.from(numbers) };
  const transposed = (_: unknown, index: number): number =>
    numbers[(index % columns) * rows + Math.floor(index / columns)] as number;
  return { shape, values: Float32Array.from({ length: numbers.length }, transposed) };
}

/** One number everywhere. */
export function constant(shape: readonly number[], value: number): WeightValues {
  return { shape, values: new Float32Array(sizeOf(shape)).fill(value) };
}

/** All zeros. */
export function zeros(shape: readonly number[]): WeightValues {
  return constant(shape, 0);
}

/**
 * LSTM bias: `forgetBias` for the forget gate, so that the cell remembers at first, and 0 elsewhere.
 *
 * Source: Jozefowicz et al. 2015, section 2.2.
 */
export function lstmBias(units: number, forgetBias = 1): WeightValues {
  const bias = zeros([4 * units]);
  bias.values.fill(forgetBias, units, 2 * units);
  return bias;
}

function drawn(
  kind: "glorot" | "orthogonal" | "uniform" | "normal",
  shape: readonly [number, number],
  { initialization, uniform }: StartValues,
): WeightValues {
  switch (kind) {
    case "glorot":
      return glorotUniform(shape, uniform);
    case "orthogonal":
      return orthogonal(shape, uniform);
    case "uniform":
      return uniformWithin(shape, initialization.uniformLimit, uniform);
    case "normal":
      return normal(shape, initialization.normalDeviation, uniform);
  }
}

function normalNumbers(size: number, deviation: number, uniform: UniformSource): Float64Array {
  const numbers = new Float64Array(size);
  for (let index = 0; index < size; index += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    numbers[index] = radius * Math.cos(angle);
    numbers[index + 1] = radius * Math.sin(angle); // no effect behind the end
  }
  return numbers;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
