/** Additive scores, for attention that backend kernels do not know. */
import { tf } from "../../backend/tf.ts";

/**
 * `energy · tanh(sum)`.
 *
 * @param sums Queries and keys added up, `[batch, n, positions, units]`.
 * @param energy `[units]` or `[units, 1]`.
 * @returns `[batch, n, positions]`.
 */
export function additiveScores(sums: tf.Tensor4D, energy: tf.Tensor): tf.Tensor3D {
  const [batch, n, positions, units] = sums.shape;
  const flat: tf.Tensor2D = tf.reshape(tf.tanh(sums), [batch * n * positions, units]);
  const column: tf.Tensor2D = tf.reshape(energy, [units, 1]);
  return tf.reshape(tf.matMul(flat, column), [batch, n, positions]);
}

/**
 * Puts positions so far below every other that softmax gives them exactly 0.
 *
 * @param mask 1 for a position that may be seen, 0 for one that may not; of a shape that fits.
 */
export function maskScores(scores: tf.Tensor3D, mask: tf.Tensor): tf.Tensor3D {
  return tf.add(scores, tf.mul(tf.sub(mask, 1), 1e9));
}
