/** Arguments and results of `linearTopK`, whatever runs it. */
import type { LinearOptions } from "./linear-loss-options.ts";
import type { tf } from "./tf.ts";

/** Arguments of `linearTopK`; its input is `[rows, features]`, its outputs are one logit for each token. */
export interface LinearTopKOptions extends LinearOptions {
  readonly input: tf.Tensor2D;
  /** How many tokens of each row, from 1 to the vocabulary's size. */
  readonly k: number;
}

/** The most probable tokens of each row, best first. */
export interface LinearTopK {
  /** int32 `[rows, k]`. */
  readonly ids: tf.Tensor2D;
  /** Natural logarithms of the probabilities among all tokens, `[rows, k]`. */
  readonly logProbabilities: tf.Tensor2D;
}
