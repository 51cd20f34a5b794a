/** Additive attention that knows what was looked at before. */
import type { AdditiveAttentionOptions, AttentionResult } from "../../backend/attention.ts";
import { tf } from "../../backend/tf.ts";
import { additiveScores, maskScores } from "./additive-scores.ts";

/** Arguments of {@link coverageAttention}. */
export interface CoverageAttentionOptions extends AdditiveAttentionOptions {
  /** Sum of the attention weights of the steps before, `[batch, n, positions]`. */
  readonly coverage: tf.Tensor3D;
  /** What the coverage of a position adds to the sum, `[units]`. */
  readonly kernel: tf.Tensor1D;
}

/**
 * Attention whose scores read the coverage.
 *
 * ```
 * weights = softmax over the positions of energy · tanh(query + key + coverage * kernel + bias)
 * ```
 *
 * Source: See et al. 2017, https://arxiv.org/abs/1704.04368, eq. 11.
 */
export function coverageAttention(options: CoverageAttentionOptions): AttentionResult {
  const { queries, keys, values, energy, bias, mask, coverage, kernel } = options;
  const fromCoverage = tf.mul(tf.expandDims(coverage, 3), kernel); // [batch, n, positions, units]
  const fromKeys = tf.expandDims(bias ? tf.add(keys, bias) : keys, 1);
  const sums = tf.add(tf.add(fromCoverage, fromKeys), tf.expandDims(queries, 2)) as tf.Tensor4D;
  const scores = additiveScores(sums, energy);
  const weights = tf.softmax(mask ? maskScores(scores, tf.expandDims(mask, 1)) : scores);
  return { context: tf.matMul(weights, values), weights };
}
