/** Greedy decoding: the most probable token at each step. */
import { tf } from "../backend/tf.ts";

/** What a decoder returns for one step. */
export interface StepResult<State extends tf.TensorContainer> {
  /** Scores of the next token before softmax, `[batch, vocabularySize]`. */
  readonly logits: tf.Tensor2D;
  readonly states: State;
}

/** Options of {@link greedySearch}. */
export interface GreedySearchOptions<State extends tf.TensorContainer> {
  /** Sequences decoded at once. */
  readonly batchSize: number;
  /** Decoder state before the first token. The caller keeps and disposes of it. */
  readonly initialStates: State;
  /** Takes the tokens written last, int32 `[batch]`, one step further. */
  readonly step: (ids: tf.Tensor1D, states: State) => StepResult<State>;
  readonly startId: number;
  readonly endId: number;
  /** Most tokens to write, without the end token. */
  readonly maximumLength: number;
  /** Tokens that are never written. @default none */
  readonly suppressedIds?: readonly number[];
}

/** One decoded sequence. */
export interface Hypothesis {
  /** Token ids without start and end. */
  readonly ids: readonly number[];
  /** log P(ids, end | source), in nats; <= 0. */
  readonly logProbability: number;
  /** False when the sequence was cut at the maximum length. */
  readonly finished: boolean;
}

/**
 * Writes the most probable token at each step until every sequence has ended.
 *
 * @returns One hypothesis for each sequence of the batch, in order.
 *
 * @example
 * ```ts
 * import { greedySearch, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * // A toy decoder: after <s> (0) comes 2, after 2 comes 1, the end.
 * const logits = [
 *   [0, 0, 5],
 *   [0, 0, 0],
 *   [0, 5, 0],
 * ];
 * const [hypothesis] = greedySearch({
 *   batchSize: 1,
 *   initialStates: [],
 *   step: (ids, states) => ({ logits: tf.gather(tf.tensor2d(logits), ids), states }),
 *   startId: 0,
 *   endId: 1,
 *   maximumLength: 10,
 * });
 * assert.deepEqual(hypothesis?.ids, [2]);
 * ```
 */
export function greedySearch<State extends tf.TensorContainer>(
  options: GreedySearchOptions<State>,
): Hypothesis[] {
  const { batchSize, startId, endId, maximumLength } = options;
  const rows = Array.from({ length: batchSize }, () => ({
    ids: [] as number[],
    logProbability: 0,
    finished: false,
  }));
  let lastIds: Int32Array = new Int32Array(batchSize).fill(startId);
  let states = options.initialStates;
  // One step more than tokens: the last one may only write the end.
  for (let step = 0; step <= maximumLength && !rows.every((row) => row.finished); step++) {
    const next = advance(options, lastIds, states);
    if (states !== options.initialStates) tf.dispose(states);
    states = next.states;
    lastIds = next.ids;
    for (const [index, row] of rows.entries()) {
      const id = next.ids[index] ?? endId;
      if (row.finished || (step === maximumLength && id !== endId)) continue;
      row.logProbability += next.logProbabilities[index] ?? 0;
      if (id === endId) row.finished = true;
      else row.ids.push(id);
    }
  }
  if (states !== options.initialStates) tf.dispose(states);
  return rows;
}

interface Advance<State extends tf.TensorContainer> {
  readonly ids: Int32Array;
  readonly logProbabilities: Float32Array;
  readonly states: State;
}

function advance<State extends tf.TensorContainer>(
  options: GreedySearchOptions<State>,
  lastIds: Int32Array,
  states: State,
): Advance<State> {
  const results = tf.tidy(() => {
    const result = options.step(tf.tensor1d(lastIds, "int32"), states);
    const logits = suppress(result.logits, options.suppressedIds ?? []);
    const ids = tf.argMax(logits, 1); // [batch]
    const logProbabilities = tf.sub(tf.max(logits, 1), tf.logSumExp(logits, 1)); // [batch]
    return { ids, logProbabilities, states: result.states };
  });
  const advanced = {
    ids: results.ids.dataSync<"int32">(),
    logProbabilities: results.logProbabilities.dataSync<"float32">(),
    states: results.states,
  };
  results.ids.dispose();
  results.logProbabilities.dispose();
  return advanced;
}

function suppress(logits: tf.Tensor2D, ids: readonly number[]): tf.Tensor2D {
  if (ids.length === 0) return logits;
  const penalty = new Float32Array(logits.shape[1]);
  for (const id of ids) penalty[id] = Number.NEGATIVE_INFINITY;
  return tf.add(logits, tf.tensor1d(penalty));
}
