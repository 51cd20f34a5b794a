/** Sequences taken apart into steps and put together again. */
import { tf } from "../backend/tf.ts";

/** `[rows, steps, size]` to `[rows, 1, size]` of each step. */
export function splitSteps(tensor: tf.Tensor3D): tf.Tensor3D[] {
  return tensor.shape[1] === 1 ? [tensor] : tf.split(tensor, tensor.shape[1], 1);
}

/** Joins the tensors of consecutive pieces, `[rows, steps, ...]` each, name by name. */
export function joinSteps<T extends object>(pieces: readonly T[]): T {
  const [first] = pieces;
  if (!first) throw new RangeError("Cannot join steps: at least one is needed, got 0");
  if (pieces.length === 1) return first;
  const join = (name: string): tf.Tensor =>
    tf.concat(
      pieces.map(
        (piece) => (piece as { readonly [name: string]: tf.Tensor3D })[name] as tf.Tensor3D,
      ),
      1,
    );
  return Object.fromEntries(Object.keys(first).map((name) => [name, join(name)])) as T;
}

/** `[rows, steps, size]` to `[rows * steps, size]`. */
export function flattenSteps(tensor: tf.Tensor3D): tf.Tensor2D {
  const [rows, steps, size] = tensor.shape;
  return tf.reshape(tensor, [rows * steps, size]);
}

/** `[rows, steps, ...]` to `[rows, ...]` of each step. */
export function unstackSteps(tensor: tf.Tensor): tf.Tensor[] {
  // The gradient of tf.unstack fails when it returns a single tensor.
  return tensor.shape[1] === 1 ? [tf.squeeze(tensor, [1])] : tf.unstack(tensor, 1);
}

/** All steps but the first: what is to be written. */
export function withoutFirst<T extends tf.Tensor>(tensor: T): T {
  const [rows = 0, steps = 0, ...rest] = tensor.shape;
  return tf.slice(tensor, [0, 1, ...rest.map(() => 0)], [rows, steps - 1, ...rest]);
}

/** All steps but the last: what is read. */
export function withoutLast<T extends tf.Tensor>(tensor: T): T {
  const [rows = 0, steps = 0, ...rest] = tensor.shape;
  return tf.slice(tensor, [0, 0, ...rest.map(() => 0)], [rows, steps - 1, ...rest]);
}
