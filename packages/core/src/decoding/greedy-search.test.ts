import { beforeAll, expect, it } from "vitest";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { greedySearch } from "./greedy-search.ts";

const [START, END, A, B] = [0, 1, 2, 3];
// log P(next | last): rows are the token written last.
const TABLE = [
  [-9, -2, Math.log(0.7), Math.log(0.3)], // after START
  [-9, -9, -9, -9],
  [-9, Math.log(0.4), -9, Math.log(0.6)], // after A
  [-9, Math.log(0.9), Math.log(0.1), -9], // after B
];

function search(options: {
  readonly batchSize?: number;
  readonly maximumLength?: number;
  readonly suppressedIds?: number[];
}) {
  return greedySearch({
    batchSize: 1,
    maximumLength: 10,
    initialStates: [],
    step: (ids, states) => ({ logits: tf.gather(tf.tensor2d(TABLE), ids), states }),
    startId: START,
    endId: END,
    ...options,
  });
}

beforeAll(() => loadEngine());

it("follows the most probable token to the end", () => {
  const [hypothesis] = search({});
  expect(hypothesis?.ids).toEqual([A, B]);
  expect(hypothesis?.finished).toBe(true);
});

it("adds up the log probabilities of what it wrote", () => {
  const logSoftmax = (row: number, id: number): number => {
    const logits = TABLE[row] ?? [];
    return (logits[id] ?? 0) - Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  };
  const expected = logSoftmax(START, A) + logSoftmax(A, B) + logSoftmax(B, END);
  expect(search({})[0]?.logProbability).toBeCloseTo(expected, 5);
});

it("stops at the maximum length", () => {
  const [hypothesis] = search({ maximumLength: 1 });
  expect(hypothesis?.ids).toEqual([A]);
  expect(hypothesis?.finished).toBe(false);
});

it("never writes a suppressed token", () => {
  expect(search({ suppressedIds: [A] })[0]?.ids).toEqual([B]);
});

it("keeps the rows of a batch apart", () => {
  // Row 0 ends after one step, row 1 writes on: state is the row's number.
  const hypotheses = greedySearch({
    batchSize: 2,
    maximumLength: 5,
    initialStates: [],
    step: (ids, states) => ({
      logits: tf.concat([
        tf.oneHot(tf.tensor1d([END], "int32"), 4, 1, 0, "float32"),
        tf.oneHot(
          tf.where(
            tf.equal(tf.slice(ids, 1, 1), B),
            tf.tensor1d([END], "int32"),
            tf.tensor1d([B], "int32"),
          ),
          4,
          1,
          0,
          "float32",
        ),
      ]) as tf.Tensor2D,
      states,
    }),
    startId: START,
    endId: END,
  });
  expect(hypotheses.map(({ ids }) => ids)).toEqual([[], [B]]);
});

it("frees the states of every step", () => {
  const before = tf.memory().numTensors;
  const initialStates = [tf.zeros([1, 4])];
  greedySearch({
    batchSize: 1,
    maximumLength: 6,
    initialStates,
    step: (_, [state]) => ({
      logits: tf.tensor2d([[0, -5, 1, 0]]),
      states: [tf.add(state as tf.Tensor, 1)],
    }),
    startId: START,
    endId: END,
  });
  tf.dispose(initialStates);
  expect(tf.memory().numTensors).toBe(before);
});
