/** The arithmetic that a shape needs at least: products of matrices, one multiply-add as 2 operations. */
import type { DecoderStepShape, EncoderDecoderShape, RepeatVectorShape, Shape } from "./shapes.ts";

/**
 * Floating-point operations of one step.
 *
 * Counted are forward, gradient of the weights and gradient of the input, each as much as the other.
 * Not counted is what a step can do without: padding, the gradient of data, and the product of a
 * repeated vector but for the first time.
 */
export function flopsOf(shape: Shape): number {
  if (shape.model === "repeat-vector") return repeatVector(shape);
  return shape.model === "encoder-decoder" ? encoderDecoder(shape) : decoderStep(shape);
}

/** Of `[rows, inputs]` times `[inputs, outputs]`. */
function product(rows: number, inputs: number, outputs: number): number {
  return 2 * rows * inputs * outputs;
}

function repeatVector(shape: RepeatVectorShape): number {
  const { batch, units, features, outputs } = shape;
  const directions = shape.bidirectional ? 2 : 1;
  const read = batch * shape.sourceSteps;
  const written = batch * shape.targetSteps;
  const encoder = 2 * product(read, features, 4 * units) + 3 * product(read, units, 4 * units);
  const decoder =
    3 * product(batch, directions * units, 4 * units) + 3 * product(written, units, 4 * units);
  return directions * encoder + decoder + 3 * product(written, units, outputs);
}

function encoderDecoder(shape: EncoderDecoderShape): number {
  const { batch, units, layers, lengths } = shape;
  const read = lengths ? sum(lengths.source) : batch * shape.sourceSteps;
  const written = lengths ? sum(lengths.target) : batch * shape.targetSteps;
  const gates = (shape.cell === "lstm" ? 4 : 3) * units;
  const inputs = shape.embedding + (layers - 1) * units; // of all layers together
  const stack = (rows: number): number =>
    product(rows, inputs, gates) + product(rows, layers * units, gates);
  return 3 * (stack(read) + stack(written) + product(written, units, shape.vocabulary));
}

function decoderStep(shape: DecoderStepShape): number {
  const { batch, units, embedding, vocabulary } = shape;
  return product(batch, embedding + units, 4 * units) + product(batch, units, vocabulary);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
