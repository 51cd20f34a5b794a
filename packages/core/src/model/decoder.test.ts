import { beforeAll, describe, expect, it } from "vitest";
import { relativeDifference } from "../../test/compare.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { padSequences } from "../data/padding.ts";
import { Random } from "../data/random.ts";
import { tokenTensors } from "../data/token-tensors.ts";
import { gatherRows } from "../decoding/row-trees.ts";
import type { EncoderDecoderConfig } from "./config.ts";
import type { LossOptions } from "./decoder.ts";
import { EncoderDecoder, type SequencePair } from "./encoder-decoder.ts";

const TOKENS = { kind: "tokens", vocabularySize: 9, embeddingSize: 5 } as const;
const VECTORS = { kind: "vectors", features: 2 } as const;
const INITIALIZATION = { kernel: "uniform", uniformLimit: 0.6, embeddingLimit: 0.8 } as const;
const PLAIN: EncoderDecoderConfig = {
  source: TOKENS,
  target: TOKENS,
  encoder: { units: 6 },
  decoder: { units: 6 },
  initialization: INITIALIZATION,
};
const FEEDINGS = ["none", "input", "context"] as const;
const ATTENTIVE = FEEDINGS.map((feeding) => ({ score: "general", feeding }) as const);

function makeModel(settings: Partial<EncoderDecoderConfig> = {}): EncoderDecoder {
  const random = Random.fromSeed(1);
  return new EncoderDecoder({ ...PLAIN, ...settings }, () => random.uniform());
}

function makeBatch(): SequencePair {
  const sources = padSequences([
    [4, 5, 6, 7],
    [8, 4],
    [5, 5, 6],
  ]);
  const targets = padSequences([
    [2, 4, 5, 6, 3],
    [2, 7, 3],
    [2, 8, 4, 3],
  ]);
  const source = tokenTensors(sources);
  return { source: { ...source, copyIds: source.ids }, target: tokenTensors(targets) };
}

/** A stream of seeds that starts anew. */
function seeds(first = 1): () => number {
  let seed = first;
  return () => seed++;
}

function lossOf(model: EncoderDecoder, options: LossOptions): number {
  return tf.tidy(() => model.loss(makeBatch(), options).dataSync()[0] ?? Number.NaN);
}

beforeAll(() => loadEngine());

describe.each(ATTENTIVE)("attention with feeding $feeding", (attention) => {
  it("gives several hypotheses of a source what each would be given alone", () => {
    const model = makeModel({ attention, decoder: { units: 6, readsEncoding: true } });
    tf.tidy(() => {
      const { states, memory } = model.start(makeBatch().source);
      let [alone, together] = [states, gatherRows(states, [0, 0, 1, 1, 2, 2])];
      let ids = [2, 2, 2, 2, 2, 2];
      for (let step = 0; step < 3; step++) {
        const first = ids.filter((_, row) => row % 2 === 0);
        const one = model.step(tf.tensor1d(first, "int32"), alone, memory);
        const both = model.step(tf.tensor1d(ids, "int32"), together, memory);
        const even = tf.gather(both.next.logProbabilities(), tf.tensor1d([0, 2, 4], "int32"));
        expect(relativeDifference(even, one.next.logProbabilities())).toBeLessThan(1e-5);
        expect(both.attention?.shape).toEqual([6, 4]);
        [alone, together] = [one.states, both.states];
        ids = ids.map((_, row) => 4 + ((row + step) % 4));
      }
    });
    model.dispose();
  });

  it("gives step by step what teacher forcing gives, packed or not", () => {
    const model = makeModel({ attention, tiedEmbeddings: "none", bridge: "dense" });
    tf.tidy(() => {
      const batch = makeBatch();
      const forced = tf.logSoftmax(model.logits(batch));
      const { memory, ...start } = model.start(batch.source);
      const packed = model.packDecoder();
      const given = (batch.target as { ids: tf.Tensor2D }).ids;
      let states = start.states;
      for (let step = 0; step < 2; step++) {
        const ids = tf.squeeze<tf.Tensor1D>(tf.slice(given, [0, step], [3, 1]), [1]);
        const expected = tf.squeeze(tf.slice(forced, [0, step, 0], [3, 1, 9]), [1]);
        const result = model.step(ids, states, memory, packed);
        const plain = model.step(ids, states, memory);
        for (const { next } of [result, plain]) {
          expect(relativeDifference(next.logProbabilities(), expected)).toBeLessThan(1e-5);
          const best = tf.topk(expected, 3);
          const top = next.top(3);
          expect([...top.ids.dataSync()]).toEqual([...best.indices.dataSync()]);
          expect(relativeDifference(top.logProbabilities, best.values)).toBeLessThan(1e-5);
        }
        states = result.states;
      }
    });
    model.dispose();
  });
});

describe("tied embeddings", () => {
  it("are one weight, packed for the steps", () => {
    const square = { ...TOKENS, embeddingSize: 6 };
    const model = makeModel({ source: square, target: square, tiedEmbeddings: "all" });
    expect([...model.parameters.shapes.keys()].filter((name) => /embed|output/.test(name))).toEqual(
      ["encoder.embeddings", "output.bias"],
    );
    tf.tidy(() => {
      const { states, memory } = model.start(makeBatch().source);
      const ids = tf.tensor1d([2, 2, 2], "int32");
      const [packed, plain] = [model.packDecoder(), undefined].map((weights) =>
        model.step(ids, states, memory, weights).next.logProbabilities(),
      );
      expect(relativeDifference(packed as tf.Tensor, plain as tf.Tensor)).toBeLessThan(1e-5);
    });
    model.dispose();
  });
});

describe("loss", () => {
  it("spreads label smoothing over all tokens", () => {
    const model = makeModel();
    const [plain, smoothed] = [lossOf(model, {}), lossOf(model, { labelSmoothing: 0.2 })];
    const uniform = tf.tidy(() => {
      const batch = makeBatch();
      const mask = tf.slice(batch.target.mask as tf.Tensor2D, [0, 1], [3, 4]);
      const losses = tf.mean(tf.neg(tf.logSoftmax(model.logits(batch))), 2);
      return tf.sum(tf.mul(losses, mask)).dataSync()[0] ?? Number.NaN;
    });
    expect(smoothed).toBeCloseTo(0.8 * plain + 0.2 * uniform, 3);
    model.dispose();
  });

  it.each<[string, Partial<EncoderDecoderConfig>]>([
    ["a softmax", {}],
    ["input feeding", { attention: { score: "additive", feeding: "input" } }],
    ["copies with coverage", { attention: { score: "concat" }, copy: { coverage: true } }],
  ])("reads own tokens by the seeds, with %s", (_, settings) => {
    const model = makeModel(settings);
    const plain = lossOf(model, {});
    // Nothing is dropped: only the coins and the tokens depend on the seeds.
    expect(lossOf(model, { seeds: seeds() })).toBeCloseTo(plain, 4);
    const own = lossOf(model, { seeds: seeds(), teacherForcing: 0 });
    expect(Math.abs(own - plain)).toBeGreaterThan(1e-3);
    expect(lossOf(model, { seeds: seeds(), teacherForcing: 0 })).toBe(own);
    expect(lossOf(model, { seeds: seeds(50), teacherForcing: 0 })).not.toBe(own);
    expect(lossOf(model, { seeds: seeds(), teacherForcing: 0.5 })).not.toBe(own);
    model.dispose();
  });

  it("reads own vectors where it is told to", () => {
    const model = makeModel({ source: VECTORS, target: VECTORS });
    tf.tidy(() => {
      const source = { values: tf.ones<tf.Rank.R3>([2, 3, 2]) };
      const { states, memory } = model.start(source);
      const first = tf.ones<tf.Rank.R2>([2, 2]);
      const written = model.generate(source, { first, steps: 4 });
      const start = tf.expandDims(first, 1) as tf.Tensor3D;
      const target = { values: tf.concat([start, written], 1) };
      const own = model.loss({ source, target }, { seeds: seeds(), teacherForcing: 0 });
      expect(own.dataSync()[0]).toBeCloseTo(0, 6); // its own output is what it writes
      const { values } = model.stepVectors(first, states, memory);
      const firstWritten = tf.squeeze(tf.slice(written, [0, 0, 0], [2, 1, 2]), [1]);
      expect(relativeDifference(values, firstWritten)).toBeLessThan(1e-5);
    });
    model.dispose();
  });

  it("keeps recurrent dropout the same at every step of a loop", () => {
    const dropout = { recurrent: 0.5 };
    const atOnce = makeModel({ decoder: { units: 6, dropout } });
    const once = lossOf(atOnce, { seeds: seeds() });
    const stepwise = lossOf(atOnce, { seeds: seeds(), teacherForcing: 1 - 1e-9 });
    expect(stepwise).toBeCloseTo(once, 4);
    atOnce.dispose();
  });

  it.each<[LossOptions, string]>([
    [{ teacherForcing: 1.5 }, "Cannot compute loss: teacherForcing must be in [0, 1], got 1.5"],
    [
      { teacherForcing: 0.5 },
      "Cannot compute loss: teacherForcing below 1 needs seeds, got 0.5 without",
    ],
  ])("refuses %j", (options, message) => {
    const model = makeModel();
    expect(() => lossOf(model, options)).toThrow(message);
    model.dispose();
  });

  it("refuses label smoothing of copies, and copies without ids", () => {
    const model = makeModel({ attention: { score: "additive" }, copy: {} });
    expect(() => lossOf(model, { labelSmoothing: 0.1 })).toThrow(
      "Cannot compute loss: label smoothing is for outputs that do not copy, got 0.1",
    );
    tf.tidy(() => {
      const { source, target } = makeBatch();
      const without = { ids: (source as { ids: tf.Tensor2D }).ids };
      expect(() => model.loss({ source: without, target })).toThrow(
        "Cannot copy source words: the batch needs source.copyIds, got none",
      );
    });
    model.dispose();
  });

  it("refuses tokens of a model of vectors and the other way round", () => {
    const [tokens, vectors] = [makeModel(), makeModel({ target: VECTORS })];
    tf.tidy(() => {
      const { source } = makeBatch();
      const values = tf.ones<tf.Rank.R3>([3, 4, 2]);
      expect(() => tokens.predictions({ source, target: { values } })).toThrow(TypeError);
      expect(() => vectors.logits({ source, target: { values } })).toThrow(
        "Cannot write tokens: the model's target is vectors",
      );
      expect(() => tokens.predictions(makeBatch())).toThrow(
        "Cannot write vectors: the model's target is tokens",
      );
    });
    for (const model of [tokens, vectors]) model.dispose();
  });
});

describe("inspection and state", () => {
  it("gives every layer's output by its name", () => {
    const model = makeModel({
      attention: { score: "dot", feeding: "input" },
      decoder: { units: 6, layers: 2 },
    });
    tf.tidy(() => {
      const outputs = model.layerOutputs(makeBatch());
      const shapes = Object.entries(outputs).map(([name, { shape }]) => [name, shape]);
      expect(shapes).toEqual([
        ["encoder.input", [3, 4, 5]],
        ["encoder.0", [3, 4, 6]],
        ["decoder.input", [3, 4, 5]],
        ["decoder.0", [3, 4, 6]],
        ["decoder.1", [3, 4, 6]],
        ["attention.context", [3, 4, 6]],
        ["attention.weights", [3, 4, 4]],
        ["attention", [3, 4, 6]],
        ["output", [3, 4, 9]],
      ]);
    });
    model.dispose();
  });

  it("names maxout units", () => {
    const model = makeModel({ decoder: { units: 6, maxoutUnits: 3 } });
    tf.tidy(() => {
      expect(model.layerOutputs(makeBatch()).maxout?.shape).toEqual([3, 4, 3]);
    });
    expect(model.summary().layers.map(({ name }) => name)).toContain("maxout");
    model.dispose();
  });

  it("counts the weights of every layer", () => {
    const model = makeModel({ attention: { score: "additive" }, copy: { coverage: true } });
    const { layers, parameters } = model.summary();
    expect(layers.map(({ name }) => name)).toEqual([
      "encoder.embeddings",
      "encoder.0",
      "decoder.embeddings",
      "decoder.0",
      "attention",
      "copy",
      "output",
    ]);
    expect(layers.reduce((sum, layer) => sum + layer.parameters, 0)).toBe(parameters);
    expect(parameters).toBe(model.parameters.count);
    model.dispose();
  });

  it("goes on with an encoder where it stopped, and starts anew without its states", () => {
    const model = makeModel();
    tf.tidy(() => {
      const ids = (row: number[]): { ids: tf.Tensor2D } => ({
        ids: tf.tensor2d([row], undefined, "int32"),
      });
      const whole = model.encode(ids([4, 5, 6, 7]));
      const first = model.encode(ids([4, 5]));
      const rest = model.encode(ids([6, 7]), { initialStates: first.states });
      expect(relativeDifference(rest.vector, whole.vector)).toBeLessThan(1e-5);
      const anew = model.encode(ids([6, 7]));
      expect(relativeDifference(anew.vector, whole.vector)).toBeGreaterThan(1e-3);
    });
    model.dispose();
  });
});
