/** What a decoder says about the token that comes next. */
import { tf } from "../backend/tf.ts";

/** The most probable tokens of each row, best first. */
export interface TopTokens {
  /** int32 `[rows, k]`. */
  readonly ids: tf.Tensor2D;
  /** log P(token | what came before), in nats, `[rows, k]`. */
  readonly logProbabilities: tf.Tensor2D;
}

/** Distribution over the next token of each row; computed when it is asked for. */
export interface NextTokens {
  /** The `k` most probable tokens; with fewer tokens than `k`, all of them. */
  top(k: number): TopTokens;
  /** log P of every token, `[rows, vocabularySize]`. */
  logProbabilities(): tf.Tensor2D;
}

/** The distribution that a softmax over logits, `[rows, vocabularySize]`, gives. */
export function softmaxTokens(logits: tf.Tensor2D): NextTokens {
  const logProbabilities = (): tf.Tensor2D => tf.logSoftmax(logits) as tf.Tensor2D;
  return {
    logProbabilities,
    top(k) {
      const { values, indices } = tf.topk(logits, Math.min(k, logits.shape[1]));
      const normalizer = tf.logSumExp(logits, 1, true); // [rows, 1]
      return {
        ids: indices as tf.Tensor2D,
        logProbabilities: tf.sub(values, normalizer) as tf.Tensor2D,
      };
    },
  };
}
