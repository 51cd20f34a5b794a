import { beforeAll, expect, it } from "vitest";
import { RandomDecoder } from "../../test/fixtures/decoding/random-decoder.ts";
import { loadEngine } from "../backend/engine.ts";
import { scoreReferences } from "./score-references.ts";

const REFERENCES = [[2, 3, 4, 5], [], [6], [5, 5, 5, 5, 5]];

beforeAll(() => loadEngine());

it("gives the log-probability of every token and of the end", async () => {
  const decoder = new RandomDecoder({ seed: 1, vocabularySize: 7, sources: [1, 2, 3, 4] });
  const scores = await scoreReferences({ ...decoder.start, references: REFERENCES });
  for (const [source, ids] of REFERENCES.entries()) {
    const expected = [...ids, 1].map(
      (id, at) => decoder.logProbabilities(source, ids.slice(0, at))[id] as number,
    );
    const { tokenLogProbabilities, logProbability, perplexity } = scores[source] ?? {};
    expect(tokenLogProbabilities).toHaveLength(expected.length);
    for (const [at, value] of expected.entries()) {
      expect(tokenLogProbabilities?.[at]).toBeCloseTo(value, 5);
    }
    const sum = expected.reduce((total, value) => total + value, 0);
    expect(logProbability).toBeCloseTo(sum, 4);
    expect(perplexity).toBeCloseTo(Math.exp(-sum / expected.length), 3);
  }
  // References that are over leave the batch.
  expect(decoder.rows).toEqual([4, 3, 2, 2, 2, 1]);
  decoder.dispose();
});

it("refuses what does not fit", async () => {
  const decoder = new RandomDecoder({ seed: 1, vocabularySize: 7, sources: [1] });
  await expect(scoreReferences({ ...decoder.start, references: [] })).rejects.toThrow(
    "Cannot decode: references must have one entry for each of 1 sources, got 0",
  );
  await expect(scoreReferences({ ...decoder.start, references: [[7]] })).rejects.toThrow(
    "Cannot decode: token ids must be below the vocabulary's size 7, got 7",
  );
  decoder.dispose();
});
