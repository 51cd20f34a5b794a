/** Attention over whole target sequences, composed of TensorFlow.js ops. */
import type {
  AdditiveAttentionOptions,
  AttentionResult,
  CoverageAttentionOptions,
  CoverageAttentionResult,
  DotAttentionOptions,
} from "../attention-options.ts";
import { tf } from "../tf.ts";

/** The same mathematics as the fused kernel. */
export function composedDotAttention(options: DotAttentionOptions): AttentionResult {
  const { queries, keys, scale = 1 } = options;
  const scores = tf.matMul(queries, keys, false, true); // [batch, targetLength, sourceLength]
  return read(scale === 1 ? scores : tf.mul(scores, scale), options);
}

/** The same mathematics as the fused kernel. */
export function composedAdditiveAttention(options: AdditiveAttentionOptions): AttentionResult {
  const { queries, keys, energy, bias } = options;
  const [batch, targetLength, size] = queries.shape;
  const sourceLength = keys.shape[1];
  const shifted = bias ? tf.add(queries, bias) : queries;
  const sums = tf.add(tf.expandDims(shifted, 2), tf.expandDims(keys, 1)); // [batch, targetLength, sourceLength, size]
  const rows: tf.Tensor2D = tf.reshape(tf.tanh(sums), [batch * targetLength * sourceLength, size]);
  const scores = tf.matMul(rows, tf.reshape(energy, [size, 1]));
  return read(tf.reshape(scores, [batch, targetLength, sourceLength]), options);
}

/** The same mathematics as the fused kernel. */
export function composedCoverageAttention(
  options: CoverageAttentionOptions,
): CoverageAttentionResult {
  const { queries, keys, coverageKernel, ...rest } = options;
  let { coverage } = options;
  const looks = Array.from({ length: queries.shape[1] }, (_, target) => {
    const query = tf.slice(queries, [0, target, 0], [-1, 1, -1]);
    const fromCoverage = tf.mul(tf.expandDims(coverage, 2), coverageKernel); // [batch, sourceLength, size]
    const look = composedAdditiveAttention({
      ...rest,
      queries: query,
      keys: tf.add(keys, fromCoverage),
    });
    const before = tf.expandDims(coverage, 1) as tf.Tensor3D;
    coverage = tf.add(coverage, tf.squeeze(look.weights, [1]));
    return { ...look, coverage: before };
  });
  return {
    context: tf.concat(
      looks.map(({ context }) => context),
      1,
    ),
    weights: tf.concat(
      looks.map(({ weights }) => weights),
      1,
    ),
    coverage: tf.concat(
      looks.map((look) => look.coverage),
      1,
    ),
  };
}

/** Lower than any score. */
const NEVER = -1e9;

function read(
  scores: tf.Tensor,
  { values, mask }: Pick<DotAttentionOptions, "values" | "mask">,
): AttentionResult {
  const weights = (mask ? maskedSoftmax(scores, mask) : tf.softmax(scores)) as tf.Tensor3D;
  return { context: tf.matMul(weights, values), weights };
}

function maskedSoftmax(scores: tf.Tensor, mask: tf.Tensor2D): tf.Tensor {
  const real = tf.expandDims(mask, 1); // [batch, 1, sourceLength]
  const allowed = tf.where(tf.cast(real, "bool"), scores, tf.fill([1], NEVER));
  // A row without any real position is all zero.
  return tf.mul(tf.softmax(allowed), real);
}
