/** What a decoder read and saw at some steps: all that its output is made of. */
import type { tf } from "../backend/tf.ts";
import type { Seen } from "./attention/attention.ts";

/** Tensors `[rows, steps, ...]`. */
export type Reading = Partial<Seen> & {
  /** What was read: embeddings or vectors, `[rows, steps, inputSize]`. */
  readonly inputs: tf.Tensor3D;
  /** Outputs of the top layer, `[rows, steps, units]`. */
  readonly hidden: tf.Tensor3D;
  /** What the output layer reads: the attentional vector, or without attention the hidden state, `[rows, steps, units]`. */
  readonly features: tf.Tensor3D;
};
