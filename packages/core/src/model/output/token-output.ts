/** What turns a decoder's readings into tokens. */
import type { PackedWeights, Precision } from "../../backend/recurrent-options.ts";
import type { tf } from "../../backend/tf.ts";
import type { DecoderMemory } from "../decoder-states.ts";
import type { NextTokens } from "../next-tokens.ts";
import type { Reading } from "../reading.ts";

/** What a token output is taught with. */
export interface TokenTargets {
  /** The right token of each step, int32 `[rows * steps]`. */
  readonly labels: tf.Tensor1D;
  /** Weight of each, 0 for padding, `[rows * steps]`. */
  readonly weights: tf.Tensor1D;
  /** Share of the target that is spread over all tokens, in [0, 1]. @default 0 */
  readonly labelSmoothing?: number | undefined;
  readonly precision?: Precision | undefined;
}

/** An output layer's weights as its steps need them; without kernels they are not packed. */
export type PackedOutput = {
  /** `[features, tokens]`, where it is not a weight but made of one. */
  readonly kernel: tf.Tensor2D | undefined;
  readonly packed: PackedWeights | undefined;
};

/** An output layer over tokens. */
export interface TokenOutput {
  /** Weighted sum of the losses of all steps, in nats. */
  loss(reading: Reading, memory: DecoderMemory, targets: TokenTargets): tf.Scalar;
  /** Scores of all tokens before softmax, `[rows * steps, tokens]`. */
  logits(reading: Reading, memory: DecoderMemory): tf.Tensor2D;
  /** The tokens that come next, of `rows * steps` rows. */
  next(reading: Reading, memory: DecoderMemory, packed?: PackedOutput): NextTokens;
  /** Packs the weights for {@link TokenOutput.next}. */
  pack(): PackedOutput;
}
