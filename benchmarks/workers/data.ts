/** Random batches. */
import { tf } from "@encdec/core";

/** Ids from 1 up to the vocabulary's size, int32; 0 is padding. */
export function randomIds(shape: [number] | [number, number], vocabulary: number): tf.Tensor {
  return tf.randomUniform(shape, 1, vocabulary, "int32");
}

/** 1 for real steps, 0 for padding, `[lengths, steps]`. */
export function lengthMask(lengths: readonly number[], steps: number): tf.Tensor2D {
  const row = (length: number): number[] =>
    Array.from({ length: steps }, (_, step) => (step < length ? 1 : 0));
  return tf.tensor2d(lengths.map(row));
}
