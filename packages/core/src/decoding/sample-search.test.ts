import { beforeAll, describe, expect, it } from "vitest";
import {
  type Memory,
  RandomDecoder,
  type States,
} from "../../test/fixtures/decoding/random-decoder.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { softmaxTokens } from "../model/next-tokens.ts";
import { greedySearch } from "./greedy-search.ts";
import { type SampleSearchOptions, sampleSearch } from "./sample-search.ts";

const PROBABILITIES = [0, 0.08, 0.4, 0.12, 0.25, 0.15]; // <s>, </s> and four tokens
const SAMPLES = 4000;

/** How often each token was drawn first. */
async function shares(options: Partial<SampleSearchOptions<[], []>>): Promise<number[]> {
  const [samples = []] = await sampleSearch<[], []>({
    step: (ids, states) => {
      const logits = tf.log(tf.tensor2d([PROBABILITIES]));
      return { next: softmaxTokens(tf.tile(logits, [ids.size, 1])), states };
    },
    states: [],
    batchSize: 1,
    startId: 0,
    endId: 1,
    maximumLength: 1,
    samples: SAMPLES,
    seeds: [3],
    ...options,
  });
  const counts = PROBABILITIES.map(() => 0);
  for (const { ids } of samples) counts[ids[0] ?? 1] = (counts[ids[0] ?? 1] ?? 0) + 1 / SAMPLES;
  return counts;
}

function expectShares(actual: readonly number[], weights: readonly number[]): void {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [id, weight] of weights.entries()) {
    const share = weight / total;
    // four standard deviations
    const tolerance = 4 * Math.sqrt((share * (1 - share)) / SAMPLES);
    expect(Math.abs((actual[id] ?? 0) - share)).toBeLessThanOrEqual(tolerance + 1e-9);
  }
}

beforeAll(() => loadEngine());

describe("tokens are drawn as often", () => {
  it("as they are probable", async () => {
    expectShares(await shares({}), PROBABILITIES);
  });

  it("as the temperature says", async () => {
    const weights = PROBABILITIES.map((probability) => probability ** (1 / 0.5));
    expectShares(await shares({ temperature: 0.5 }), weights);
  });

  it("as the most probable ones are, and no others", async () => {
    expectShares(await shares({ topK: 3 }), [0, 0, 0.4, 0, 0.25, 0.15]);
    expectShares(await shares({ topK: 100 }), PROBABILITIES);
  });

  it("as those of the nucleus are", async () => {
    expectShares(await shares({ topP: 0.6 }), [0, 0, 0.4, 0, 0.25, 0]);
    expectShares(await shares({ topP: 0.7 }), [0, 0, 0.4, 0, 0.25, 0.15]);
    expectShares(await shares({ topP: 0.01 }), [0, 0, 1, 0, 0, 0]);
  });

  it("as the most probable ones that are allowed", async () => {
    expectShares(await shares({ topK: 2, bannedIds: [2, 5] }), [0, 0, 0, 0.12, 0.25, 0]);
    expectShares(await shares({ bannedIds: [2], minimumLength: 1 }), [0, 0, 0, 0.12, 0.25, 0.15]);
  });
});

describe("samples", () => {
  const sources = [1, 2, 3];
  const options: Partial<SampleSearchOptions<States, Memory>> = {
    samples: 4,
    temperature: 1.5,
    noRepeatNgramSize: 2,
    attention: true,
  };

  function sample(keys: readonly number[], seeds: readonly number[], more = {}) {
    const decoder = new RandomDecoder({ seed: 6, vocabularySize: 12, sources: keys });
    return sampleSearch({
      ...decoder.start,
      maximumLength: 8,
      bannedIds: [0],
      seeds,
      ...options,
      ...more,
    }).finally(() => decoder.dispose());
  }

  it("are the same for the same seeds, and others for others", async () => {
    const [first, again, other] = [
      await sample(sources, [7, 8, 9]),
      await sample(sources, [7, 8, 9]),
      await sample(sources, [10, 11, 12]),
    ];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(new Set(first[0]?.map(({ ids }) => ids.join())).size).toBeGreaterThan(1);
  });

  it.each([{}, { topK: 5 }, { topP: 0.8 }])(
    "of a source do not depend on the batch: %j",
    async (more) => {
      const together = await sample(sources, [7, 8, 9], more);
      for (const [source, key] of sources.entries()) {
        const [alone] = await sample([key], [7 + source], more);
        expect(alone?.map(({ ids, attention }) => [ids, attention])).toEqual(
          together[source]?.map(({ ids, attention }) => [ids, attention]),
        );
      }
    },
  );

  it("have the log-probabilities of the model", async () => {
    const decoder = new RandomDecoder({ seed: 6, vocabularySize: 12, sources });
    const samples = await sample(sources, [1, 2, 3], { topK: 4 });
    for (const [source, hypotheses] of samples.entries()) {
      for (const { ids, finished, tokenLogProbabilities } of hypotheses) {
        const tokens = [...ids, ...(finished ? [1] : [])];
        for (const [at, id] of tokens.entries()) {
          const expected = decoder.logProbabilities(source, tokens.slice(0, at))[id] ?? 0;
          expect(tokenLogProbabilities[at]).toBeCloseTo(expected, 4);
        }
      }
    }
    decoder.dispose();
  });

  it("of the most probable token alone are greedy search", async () => {
    const decoder = new RandomDecoder({ seed: 6, vocabularySize: 12, sources });
    const greedy = await greedySearch({ ...decoder.start, maximumLength: 8, bannedIds: [0] });
    decoder.dispose();
    const drawn = await sample(sources, [1, 2, 3], { topK: 1, samples: 2, noRepeatNgramSize: 0 });
    for (const [source, { ids }] of greedy.entries()) {
      expect(drawn[source]?.map((one) => one.ids)).toEqual([ids, ids]);
    }
  });
});

it.each<[Partial<SampleSearchOptions<[], []>>, string]>([
  [{ samples: 0 }, "Cannot sample: samples must be a positive integer, got 0"],
  [{ temperature: 0 }, "Cannot sample: temperature must be above 0, got 0"],
  [{ topK: 0 }, "Cannot sample: topK must be a positive integer, got 0"],
  [{ topP: 1.1 }, "Cannot sample: topP must be in (0, 1], got 1.1"],
  [{ seeds: [] }, "Cannot decode: seeds must have one entry for each of 1 sources, got 0"],
])("refuses %j", async (options, message) => {
  await expect(shares(options)).rejects.toThrow(message);
});
