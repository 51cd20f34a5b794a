/** What a decoder looks up and what it carries from step to step. */
import type { tf } from "../backend/tf.ts";
import type { AttentionMemory } from "./attention/scorer.ts";
import type { RecurrentState } from "./recurrent-layer.ts";

/** What the decoder can look up, one row a source: a tensor tree. */
export type DecoderMemory = {
  readonly attention?: AttentionMemory;
  /** The encoder's vector, `[batch, size]`, where every step reads it. */
  readonly encoding?: tf.Tensor2D;
  /** Source ids in the extended target vocabulary, int32 `[batch, sourceLength]`, where they can be copied. */
  readonly copyIds?: tf.Tensor2D;
};

/** What the decoder carries from step to step, one row a hypothesis: a tensor tree. */
export type DecoderStates = {
  /** Of each recurrent layer, the top one last. */
  readonly layers: RecurrentState[];
  /** The attentional vector of the step before, `[rows, units]`, where it is read with the next token. */
  readonly attentional?: tf.Tensor2D;
  /** Sum of the attention weights so far, `[rows, sourceLength]`, where scores and loss read it. */
  readonly coverage?: tf.Tensor2D;
};
