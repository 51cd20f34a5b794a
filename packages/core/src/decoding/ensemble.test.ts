import { beforeAll, expect, it } from "vitest";
import { everySequence } from "../../test/fixtures/decoding/exhaustive.ts";
import { RandomDecoder } from "../../test/fixtures/decoding/random-decoder.ts";
import { loadEngine } from "../backend/engine.ts";
import { beamSearch } from "./beam-search.ts";
import { type EnsembleAverage, ensembleStep } from "./ensemble.ts";
import { scoreReferences } from "./score-references.ts";

const SOURCES = [4, 5, 6];

function makeModels(): RandomDecoder[] {
  return [1, 2, 3].map((seed) => new RandomDecoder({ seed, vocabularySize: 5, sources: SOURCES }));
}

function startOf(models: readonly RandomDecoder[], average: EnsembleAverage) {
  return {
    step: ensembleStep(
      models.map(({ start }) => start.step),
      { average },
    ),
    states: models.map(({ start }) => start.states),
    memory: models.map(({ start }) => start.memory as NonNullable<typeof start.memory>),
    batchSize: SOURCES.length,
    startId: 0,
    endId: 1,
  };
}

/** log P of every token after a beginning, under all models together. */
function averaged(
  models: readonly RandomDecoder[],
  average: EnsembleAverage,
  source: number,
  ids: readonly number[],
): number[] {
  const all = models.map((model) => model.logProbabilities(source, ids));
  const means = (all[0] ?? []).map((_, id) => {
    const values = all.map((row) => row[id] as number);
    const mean = (numbers: number[]): number =>
      numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    return average === "probabilities" ? Math.log(mean(values.map(Math.exp))) : mean(values);
  });
  const normalizer = Math.log(means.reduce((sum, value) => sum + Math.exp(value), 0));
  return means.map((value) => value - normalizer);
}

beforeAll(() => loadEngine());

it.each<EnsembleAverage>(["probabilities", "logProbabilities"])(
  "finds what exhaustive search finds under the averaged %s",
  async (average) => {
    const models = makeModels();
    const found = await beamSearch({
      ...startOf(models, average),
      bannedIds: [0],
      beamSize: 500,
      nBest: 10,
      maximumLength: 4,
      stopping: "optimal",
      attention: true,
    });
    for (const [source, hypotheses] of found.entries()) {
      const decoder = {
        logProbabilities: (at: number, ids: readonly number[]) =>
          averaged(models, average, at, ids),
      } as RandomDecoder;
      const expected = everySequence({ decoder, source, maximumLength: 4 })
        .sort((a, b) => b.logProbability - a.logProbability)
        .slice(0, 10);
      expect(hypotheses.map(({ ids }) => ids)).toEqual(expected.map(({ ids }) => ids));
      for (const [place, { logProbability, ids, attention }] of hypotheses.entries()) {
        expect(logProbability).toBeCloseTo(expected[place]?.logProbability ?? 0, 4);
        const weights = models.map((model) => model.attention(source, ids.slice(0, -1))[0] ?? 0);
        const mean = weights.reduce((sum, weight) => sum + weight, 0) / 3;
        if (ids.length > 0) expect(attention?.at(-1)?.[0]).toBeCloseTo(mean, 5);
      }
    }
    for (const model of models) model.dispose();
  },
);

it("of one model is that model", async () => {
  const model = new RandomDecoder({ seed: 1, vocabularySize: 5, sources: SOURCES });
  const references = [[2, 3], [4], []];
  const alone = await scoreReferences({ ...model.start, references });
  for (const average of ["probabilities", "logProbabilities"] as const) {
    const together = await scoreReferences({ ...startOf([model], average), references });
    for (const [source, { logProbability, perplexity }] of together.entries()) {
      expect(logProbability).toBeCloseTo(alone[source]?.logProbability ?? 0, 5);
      expect(perplexity).toBeCloseTo(alone[source]?.perplexity ?? 0, 4);
    }
  }
  model.dispose();
});

it("needs models", () => {
  expect(() => ensembleStep([])).toThrow("Cannot make an ensemble: it needs models, got none");
});
