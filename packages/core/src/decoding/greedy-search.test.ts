import { beforeAll, expect, it } from "vitest";
import { RandomDecoder } from "../../test/fixtures/decoding/random-decoder.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { softmaxTokens } from "../model/next-tokens.ts";
import { type GreedySearchOptions, greedySearch } from "./greedy-search.ts";

const [START, END, A, B] = [0, 1, 2, 3];
// log P(next | last): rows are the token written last.
const TABLE = [
  [-9, -2, Math.log(0.7), Math.log(0.3)], // after START
  [-9, -9, -9, -9],
  [-9, Math.log(0.4), -9, Math.log(0.6)], // after A
  [-9, Math.log(0.9), Math.log(0.1), -9], // after B
];

function search(options: Partial<GreedySearchOptions<[], []>>) {
  return greedySearch<[], []>({
    step: (ids, states) => ({ next: softmaxTokens(tf.gather(tf.tensor2d(TABLE), ids)), states }),
    states: [],
    batchSize: 1,
    startId: START,
    endId: END,
    maximumLength: 10,
    ...options,
  });
}

beforeAll(() => loadEngine());

it("follows the most probable token to the end", async () => {
  const [hypothesis] = await search({});
  expect(hypothesis?.ids).toEqual([A, B]);
  expect(hypothesis?.finished).toBe(true);
});

it("adds up the log probabilities of what it wrote", async () => {
  const logSoftmax = (row: number, id: number): number => {
    const logits = TABLE[row] ?? [];
    return (logits[id] ?? 0) - Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  };
  const expected = [logSoftmax(START, A), logSoftmax(A, B), logSoftmax(B, END)];
  const [hypothesis] = await search({});
  expect(hypothesis?.logProbability).toBeCloseTo(
    expected.reduce((sum, value) => sum + value, 0),
    5,
  );
  expect(hypothesis?.tokenLogProbabilities).toHaveLength(3);
});

it("stops at the maximum length", async () => {
  const [hypothesis] = await search({ maximumLength: 1 });
  expect(hypothesis?.ids).toEqual([A]);
  expect(hypothesis?.finished).toBe(false);
});

it("never writes a banned token, and never ends too early", async () => {
  expect((await search({ bannedIds: [A] }))[0]?.ids).toEqual([B]);
  expect((await search({ minimumLength: 3 }))[0]?.ids).toEqual([A, B, A, B]);
  expect((await search({ minimumLength: 3, noRepeatNgramSize: 2 }))[0]?.ids).toEqual([A, B, A]);
});

it("goes on from a forced prefix", async () => {
  expect((await search({ forcedPrefixes: [[B, B]] }))[0]?.ids).toEqual([B, B]);
  expect((await search({ forcedPrefixes: [[B, A]] }))[0]?.ids).toEqual([B, A, B]);
});

it("keeps the rows of a batch apart and leaves out those that have ended", async () => {
  const sources = [1, 2, 3, 4, 5, 6, 7];
  const decoder = new RandomDecoder({ seed: 4, vocabularySize: 5, sources });
  const together = await greedySearch({ ...decoder.start, maximumLength: 9, attention: true });
  const steps = together.map(
    ({ ids, finished }) => ids.length + (finished || ids.length === 9 ? 1 : 0),
  );
  const stepsOf = (step: number): number => steps.filter((count) => count > step).length;
  expect(decoder.rows).toEqual(decoder.rows.map((_, step) => stepsOf(step)));
  expect(new Set(steps).size).toBeGreaterThan(2);
  decoder.dispose();
  for (const [source, key] of sources.entries()) {
    const one = new RandomDecoder({ seed: 4, vocabularySize: 5, sources: [key] });
    const [alone] = await greedySearch({ ...one.start, maximumLength: 9, attention: true });
    expect(alone?.ids).toEqual(together[source]?.ids);
    expect(alone?.attention).toEqual(together[source]?.attention);
    one.dispose();
  }
});

it("frees the states of every step, also when a step fails", async () => {
  const before = tf.memory().numTensors;
  const states = { sum: tf.zeros([2, 4]) };
  const run = (failAt: number) =>
    greedySearch({
      step: (_, { sum }) => {
        if (sum.dataSync()[0] === failAt) throw new Error("out of paper");
        return {
          next: softmaxTokens(tf.tensor2d([[0, -5, 1, 0]])),
          states: { sum: tf.add(sum, 1) },
        };
      },
      states,
      batchSize: 1,
      startId: START,
      endId: END,
      maximumLength: 6,
    });
  await run(-1);
  await expect(run(3)).rejects.toThrow("out of paper");
  expect(tf.memory().numTensors).toBe(before + 1);
  tf.dispose(states);
});

it("stops when it is told to", async () => {
  const controller = new AbortController();
  let steps = 0;
  const endless = search({
    maximumLength: 1_000_000,
    minimumLength: 1_000_000,
    signal: controller.signal,
    step: (ids, states) => {
      steps++;
      return { next: softmaxTokens(tf.gather(tf.tensor2d(TABLE), ids)), states };
    },
  });
  setTimeout(() => controller.abort(new Error("enough")), 30);
  await expect(endless).rejects.toThrow("enough");
  expect(steps).toBeGreaterThan(1);
  await expect(search({ signal: AbortSignal.abort(new Error("at once")) })).rejects.toThrow(
    "at once",
  );
});

it.each<[Partial<GreedySearchOptions<[], []>>, string]>([
  [{ batchSize: 0 }, "Cannot decode: batchSize must be a positive integer, got 0"],
  [{ maximumLength: -1 }, "Cannot decode: maximumLength must be a whole number, got -1"],
  [
    { maximumLength: [1, 2] },
    "Cannot decode: maximumLength must have one entry for each of 1 sources, got 2",
  ],
  [
    { minimumLength: 11 },
    "Cannot decode: minimumLength must not be above maximumLength 10, got 11",
  ],
  [{ noRepeatNgramSize: 0.5 }, "Cannot decode: noRepeatNgramSize must be a whole number, got 0.5"],
  [
    { forcedPrefixes: [[A, END]] },
    "Cannot decode: a forced prefix must not contain the end, got 1",
  ],
  [
    { forcedPrefixes: [[A]], bannedIds: [A] },
    "Cannot decode: a forced prefix must not contain a banned token, got 2",
  ],
  [
    { forcedPrefixes: [[A, A, A]], maximumLength: 2 },
    "Cannot decode: a forced prefix must have at most maximumLength 2 tokens, got 3",
  ],
  [
    { forcedPrefixes: [[99]] },
    "Cannot decode: token ids must be below the vocabulary's size 4, got 99",
  ],
  [
    { attention: true },
    "Cannot decode: attention weights are needed, got a decoder without attention",
  ],
  [
    { step: (_, states) => ({ next: softmaxTokens(tf.tensor2d([[1, Number.NaN]])), states }) },
    "Cannot decode: the decoder gave log-probabilities that are not a number",
  ],
])("refuses %j", async (options, message) => {
  await expect(search(options)).rejects.toThrow(message);
});
