/** What every search drives: a function that takes a decoder one token further. */
import type { tf } from "../backend/tf.ts";
import type { NextTokens } from "../model/next-tokens.ts";

/** What a decoder says after one more token. */
export interface StepResult<States extends tf.TensorContainer> {
  /** The distribution over the token that comes next, one row a hypothesis. */
  readonly next: NextTokens;
  /** The new states, rows first, in the shape in which they came. */
  readonly states: States;
  /** Weights of the source tokens, `[rows, sourceLength]`, where the decoder has attention. */
  readonly attention?: tf.Tensor2D | undefined;
}

/**
 * Takes the tokens written last, int32 `[rows]`, one step further.
 *
 * `states` has a row for each hypothesis and `memory` a row for each source; the hypotheses of a source lie next to each
 * other, as many for each source: row r reads row floor(r * sources / rows) of `memory`.
 */
export type StepFunction<States extends tf.TensorContainer, Memory extends tf.TensorContainer> = (
  ids: tf.Tensor1D,
  states: States,
  memory: Memory,
) => StepResult<States>;

/** Where a search starts. */
export interface SearchStart<States extends tf.TensorContainer, Memory extends tf.TensorContainer> {
  readonly step: StepFunction<States, Memory>;
  /** Sources decoded at once. */
  readonly batchSize: number;
  /** What the decoder knows before the first token, one row a source. The caller keeps and disposes of it. */
  readonly states: States;
  /** What the decoder looks up, one row a source. The caller keeps and disposes of it. @default nothing */
  readonly memory?: Memory | undefined;
  readonly startId: number;
  readonly endId: number;
}
