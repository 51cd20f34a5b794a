import { beforeAll, describe, expect, it } from "vitest";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import type { EncoderDecoderConfig } from "../model/config.ts";
import { EncoderDecoder } from "../model/encoder-decoder.ts";
import { beamSearch } from "./beam-search.ts";
import { uniformAt } from "./counter-random.ts";
import { ensembleStep } from "./ensemble.ts";
import { greedySearch } from "./greedy-search.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { scoreReferences } from "./score-references.ts";

const [START, END, WORDS] = [2, 3, 12];
const SOURCES = [[4, 5, 6, 7], [8, 9], [10, 11, 4, 5, 6, 8], [7], [4, 4, 4]];
const tokens = { kind: "tokens", vocabularySize: WORDS, embeddingSize: 6 } as const;
const MODELS: Readonly<Record<string, Partial<EncoderDecoderConfig>>> = {
  "without attention": {},
  "with two GRU layers": {
    encoder: { cell: "gru", units: 8, layers: 2 },
    decoder: { cell: "gru", units: 8, layers: 2 },
  },
  "with general attention": { attention: { score: "general" } },
  "that feeds attention back": { attention: { score: "dot", feeding: "input" } },
  "that looks first": { attention: { score: "additive", feeding: "context" } },
  "that copies": {
    attention: { score: "additive" },
    copy: { coverage: true, unknownId: 1 },
  },
};

function makeModel(name: string, seed = 1): EncoderDecoder {
  let drawn = 0;
  const model = new EncoderDecoder(
    {
      source: tokens,
      target: tokens,
      encoder: { units: 8 },
      decoder: { units: 8 },
      ...MODELS[name],
    },
    () => uniformAt(seed, drawn++),
  );
  // Small weights make every token as probable as any other: these differ.
  tf.tidy(() => {
    for (const variable of model.parameters.variables) variable.assign(tf.mul(variable, 4));
  });
  return model;
}

/** Reads sources, as a batch padded at the end. */
function startOf(model: EncoderDecoder, sources: readonly (readonly number[])[]) {
  const longest = Math.max(...sources.map(({ length }) => length));
  const table = (value: (source: readonly number[], at: number) => number): number[][] =>
    sources.map((source) => Array.from({ length: longest }, (_, at) => value(source, at)));
  const { states, memory } = tf.tidy(() => {
    const wordIds = (value: (id: number) => number): tf.Tensor2D =>
      tf.tensor2d(
        table((source, at) => value(source[at] ?? 0)),
        [sources.length, longest],
        "int32",
      );
    const ids = wordIds((id) => id);
    const copyIds = wordIds((id) => (id < 10 ? id : id + 2)); // 10 and 11 are unknown to the target
    const mask = tf.tensor2d(table((source, at) => (at < source.length ? 1 : 0)));
    return model.start({ ids, mask, ...(model.config.copy && { copyIds }) });
  });
  const step = (
    ids: tf.Tensor1D,
    before: typeof states,
    looked: typeof memory,
  ): ReturnType<EncoderDecoder["step"]> => model.step(ids, before, looked);
  return { step, states, memory, batchSize: sources.length, startId: START, endId: END };
}

async function decode(
  model: EncoderDecoder,
  sources: readonly (readonly number[])[],
  options: { readonly beamSize: number; readonly nBest: number },
): Promise<Hypothesis[][]> {
  const start = startOf(model, sources);
  try {
    return await beamSearch({
      ...start,
      ...options,
      maximumLength: 8,
      bannedIds: [0, START],
      lengthPenalty: { kind: "wu", alpha: 0.5 },
      ...(model.config.attention && {
        attention: true,
        coverageWeight: 0.2,
        sourceLengths: sources.map(({ length }) => length),
      }),
    });
  } finally {
    tf.dispose([start.states, start.memory]);
  }
}

function expectSame(actual: readonly Hypothesis[], expected: readonly Hypothesis[]): void {
  expect(actual.map(({ ids }) => ids)).toEqual(expected.map(({ ids }) => ids));
  for (const [place, { score, attention }] of actual.entries()) {
    expect(score).toBeCloseTo(expected[place]?.score ?? Number.NaN, 4);
    for (const [at, weights] of (attention ?? []).entries()) {
      const others = expected[place]?.attention?.[at] ?? new Float32Array();
      expect(weights).toHaveLength(others.length);
      for (const [position, weight] of weights.entries()) {
        expect(weight).toBeCloseTo(others[position] ?? Number.NaN, 4);
      }
    }
  }
}

beforeAll(() => loadEngine());

describe.each(Object.keys(MODELS))("a model %s", (name) => {
  it("decodes a batch as it decodes its sources one by one", async () => {
    const model = makeModel(name);
    const together = await decode(model, SOURCES, { beamSize: 3, nBest: 3 });
    for (const [index, source] of SOURCES.entries()) {
      const [alone = []] = await decode(model, [source], { beamSize: 3, nBest: 3 });
      expectSame(alone, together[index] ?? []);
    }
    model.dispose();
  });

  it("decodes greedily as with a beam of one, and scores that as it was found", async () => {
    const model = makeModel(name);
    const start = startOf(model, SOURCES);
    const rules = { maximumLength: 8, bannedIds: [0, START] };
    const greedy = await greedySearch({ ...start, ...rules });
    const beams = await beamSearch({ ...start, ...rules, beamSize: 1 });
    expectSame(beams.flat(), greedy);
    const scores = await scoreReferences({ ...start, references: greedy.map(({ ids }) => ids) });
    for (const [index, { logProbability, finished }] of greedy.entries()) {
      if (finished) expect(scores[index]?.logProbability).toBeCloseTo(logProbability, 4);
    }
    tf.dispose([start.states, start.memory]);
    model.dispose();
  });
});

it("scores references as the loss does", async () => {
  const model = makeModel("with general attention");
  const references = [[5, 6, 7], [8], [], [4, 9, 9, 4, 5]];
  const start = startOf(model, SOURCES.slice(0, 4));
  const scores = await scoreReferences({ ...start, references });
  tf.dispose([start.states, start.memory]);
  for (const [index, { logProbability }] of scores.entries()) {
    const loss = tf.tidy(() => {
      const ids = (list: readonly number[]) => tf.tensor2d([[...list]], [1, list.length], "int32");
      const target = [START, ...(references[index] ?? []), END];
      return model
        .loss({ source: { ids: ids(SOURCES[index] ?? []) }, target: { ids: ids(target) } })
        .dataSync()[0];
    });
    expect(-logProbability).toBeCloseTo(loss ?? Number.NaN, 4);
  }
  model.dispose();
});

it("decodes with several models of different kinds at once", async () => {
  const models = ["without attention", "with general attention"].map((name) => makeModel(name, 5));
  const starts = models.map((model) => startOf(model, SOURCES));
  const together = await beamSearch({
    step: ensembleStep(starts.map(({ step }) => step)),
    states: starts.map(({ states }) => states),
    memory: starts.map(({ memory }) => memory),
    batchSize: SOURCES.length,
    startId: START,
    endId: END,
    maximumLength: 6,
    beamSize: 3,
  });
  // The ensemble's probability of its first token is the mean of the models'.
  const firsts = together.map(([best]) => best?.ids[0] ?? END);
  const shares = tf.tidy(() =>
    starts.map(({ step, states, memory }) => {
      const ids = tf.fill([SOURCES.length], START, "int32") as tf.Tensor1D;
      return tf.exp(step(ids, states, memory).next.logProbabilities()).arraySync() as number[][];
    }),
  );
  for (const [source, id] of firsts.entries()) {
    const mean = shares.reduce((sum, rows) => sum + (rows[source]?.[id] ?? 0), 0) / 2;
    expect(Math.exp(together[source]?.[0]?.tokenLogProbabilities[0] ?? 0)).toBeCloseTo(mean, 5);
  }
  tf.dispose(starts.map(({ states, memory }) => [states, memory]));
  for (const model of models) model.dispose();
});
