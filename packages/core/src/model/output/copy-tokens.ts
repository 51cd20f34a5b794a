/** Distribution over the words of the vocabulary and of the source together. */
import { tf } from "../../backend/tf.ts";
import type { NextTokens, TopTokens } from "../next-tokens.ts";

/** What {@link copyTokens} mixes. */
export interface CopyMixture {
  /** log P_vocabulary, `[rows, vocabularySize]`. */
  readonly logProbabilities: tf.Tensor2D;
  /** p_gen, in 0..1, `[rows, 1]`. */
  readonly generate: tf.Tensor2D;
  /** Attention on each source step, `[rows, sourceLength]`. */
  readonly attention: tf.Tensor2D;
  /** Id of each source step's word, int32 `[rows, sourceLength]`; unknown words from `vocabularySize` on. */
  readonly copyIds: tf.Tensor2D;
}

/**
 * `P(w) = p_gen P_vocabulary(w) + (1 - p_gen) sum_{i: word i is w} attention_i`.
 *
 * Ids reach to `vocabularySize + sourceLength - 1`, as if every source word were unknown.
 *
 * Source: See et al. 2017, https://arxiv.org/abs/1704.04368, eq. 9.
 */
export function copyTokens(mixture: CopyMixture): NextTokens {
  return { logProbabilities: () => allTokens(mixture), top: (k) => topTokens(mixture, k) };
}

function allTokens({ logProbabilities, generate, attention, copyIds }: CopyMixture): tf.Tensor2D {
  const [rows, vocabularySize] = logProbabilities.shape;
  const length = copyIds.shape[1];
  const size = vocabularySize + length;
  const generated = tf.mul(tf.exp(logProbabilities), generate);
  const copied = tf.unsortedSegmentSum(
    tf.reshape(tf.mul(attention, tf.sub(1, generate)), [rows * length]),
    tf.reshape(tf.add(copyIds, rowStarts(rows, size)), [rows * length]) as tf.Tensor1D,
    rows * size,
  );
  const padded = tf.pad(generated, [[0, 0], [0, length]]); // biome-ignore format: pairs of axes
  return tf.log(tf.add(padded, tf.reshape(copied, [rows, size])));
}

/**
 * The best tokens are among the source's words and the k best words of the vocabulary: of any other word, k words of the
 * vocabulary are as probable at least, copied or not.
 */
function topTokens(mixture: CopyMixture, k: number): TopTokens {
  const { logProbabilities, generate, copyIds } = mixture;
  const [rows, vocabularySize] = logProbabilities.shape;
  const best = tf.topk(logProbabilities, Math.min(k, vocabularySize));
  const bestIds = best.indices as tf.Tensor2D; // [rows, k]
  const isCopied = tf.any(tf.equal(tf.expandDims(bestIds, 2), tf.expandDims(copyIds, 1)), 2);
  const generated = tf.add(best.values, tf.log(generate)) as tf.Tensor2D;
  const never = Number.NEGATIVE_INFINITY;
  const ids: tf.Tensor2D = tf.concat([bestIds, copyIds], 1); // [rows, k + sourceLength]
  const all: tf.Tensor2D = tf.concat(
    [tf.where(isCopied, tf.fill(generated.shape, never), generated), sourceWords(mixture)],
    1,
  );
  const { values, indices } = tf.topk(all, Math.min(k, all.shape[1]));
  const places = tf.cast(tf.add(indices, rowStarts(rows, ids.shape[1])), "int32"); // [rows, k]
  const flat: tf.Tensor1D = tf.reshape(ids, [-1]);
  return {
    ids: tf.gather(flat, places) as tf.Tensor as tf.Tensor2D,
    logProbabilities: values as tf.Tensor2D,
  };
}

/** log P of the word of each source step, `[rows, sourceLength]`; minus infinity where the word stood before. */
function sourceWords({ logProbabilities, generate, attention, copyIds }: CopyMixture): tf.Tensor2D {
  const [rows, vocabularySize] = logProbabilities.shape;
  const length = copyIds.shape[1];
  const isSame = tf.equal(tf.expandDims(copyIds, 2), tf.expandDims(copyIds, 1)); // [rows, length, length]
  const same = tf.cast(isSame, "float32") as tf.Tensor3D;
  const copied = tf.squeeze(tf.matMul(same, tf.expandDims(attention, 2) as tf.Tensor3D), [2]);
  const places = tf.range(0, length);
  const isEarlier = tf.lessEqual(places, tf.expandDims(places, 1)); // [length, length], with the step itself
  const isFirst = tf.equal(tf.sum(tf.mul(same, tf.cast(isEarlier, "float32")), 2), 1);
  const known = tf.minimum(copyIds, vocabularySize - 1);
  const flat = tf.cast(tf.add(known, rowStarts(rows, vocabularySize)), "int32");
  const isWord = tf.cast(tf.less(copyIds, vocabularySize), "float32");
  const written = tf.mul(tf.exp(tf.gather(tf.reshape(logProbabilities, [-1]), flat)), isWord);
  const total = tf.add(
    tf.mul(written, generate),
    tf.mul(copied, tf.sub(1, generate)),
  ) as tf.Tensor2D;
  return tf.where(isFirst, tf.log(total), tf.fill(total.shape, Number.NEGATIVE_INFINITY));
}

/** Where each row starts in a flat `[rows, size]`, int32 `[rows, 1]`. */
function rowStarts(rows: number, size: number): tf.Tensor2D {
  return tf.tensor2d(
    Int32Array.from({ length: rows }, (_, row) => row * size),
    [rows, 1],
    "int32",
  );
}
