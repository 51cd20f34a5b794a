import { beforeAll, describe, expect, it } from "vitest";
import { normal, relativeDifference } from "../../test/compare.ts";
import { gradientErrors } from "../../test/gradient-check.ts";
import { loadEngine } from "../backend/engine.ts";
import { optimizerStep } from "../backend/optimizer-step.ts";
import { tf } from "../backend/tf.ts";
import { Random } from "../data/random.ts";
import { decodeSafetensors, encodeSafetensors } from "../persistence/safetensors.ts";
import type { RepeatVectorConfig } from "./config.ts";
import { RepeatVectorModel, type RepeatVectorPair } from "./repeat-vector.ts";

const TUTORIAL: RepeatVectorConfig = {
  source: { kind: "vectors", features: 2 },
  target: { kind: "vectors", features: 1 },
  outputLength: 3,
  encoder: { units: 12 },
  decoder: { units: 12 },
};
const TOKENS: RepeatVectorConfig = {
  source: { kind: "oneHot", vocabularySize: 12 },
  target: { kind: "tokens", vocabularySize: 12 },
  outputLength: 4,
  encoder: { units: 20, cell: "gru", direction: "concatenate" },
  decoder: { units: 20, cell: "gru", direction: "sum" },
};
const GRID: [string, RepeatVectorConfig][] = [
  ["LSTM over vectors", TUTORIAL],
  ["GRU in two directions over tokens", TOKENS],
  [
    "layer-normalised LSTM from embeddings to vectors",
    {
      ...TUTORIAL,
      source: { kind: "tokens", vocabularySize: 12, embeddingSize: 8 },
      encoder: { units: 16, cell: "layerNormLstm" },
      decoder: { units: 16, cell: "layerNormLstm" },
    },
  ],
];

function makeModel(config: RepeatVectorConfig, seed = 1): RepeatVectorModel {
  const random = Random.fromSeed(seed);
  return new RepeatVectorModel(config, () => random.uniform());
}

/** Random sources of 4 steps, the last ones padded in every second row, and targets. */
function makePair(config: RepeatVectorConfig, batch: number, padding = 0): RepeatVectorPair {
  const random = Random.fromSeed(9);
  const ids = (steps: number): tf.Tensor2D => {
    const draw = (): number => random.integer(12);
    return tf.tensor2d(Int32Array.from({ length: batch * steps }, draw), [batch, steps], "int32");
  };
  const vectors = (steps: number, size: number): tf.Tensor3D =>
    normal(random, [batch, steps, size], 0.5) as tf.Tensor3D;
  const { source, target, outputLength } = config;
  const longer = <T extends tf.Tensor>(tensor: T): T =>
    tf.pad(
      tensor,
      [
        [0, 0],
        [0, padding],
        [0, 0],
      ].slice(0, tensor.rank) as [number, number][],
      3,
    ) as T;
  const isReal = Array.from({ length: batch * 4 }, (_, index) =>
    index % 4 < 3 || Math.floor(index / 4) % 2 === 0 ? 1 : 0,
  );
  const mask = tf.pad(tf.tensor2d(isReal, [batch, 4]), [
    [0, 0],
    [0, padding],
  ]);
  return {
    source:
      source.kind === "vectors"
        ? { values: longer(vectors(4, source.features)), mask }
        : { ids: longer(ids(4)), mask },
    target:
      target.kind === "vectors"
        ? { values: vectors(outputLength, target.features) }
        : { ids: ids(outputLength) },
  };
}

/** Adam on one batch until the mean loss of an output is small; returns that loss. */
function fit(model: RepeatVectorModel, batch: RepeatVectorPair, enough: number): number {
  const { variables } = model.parameters;
  const slots = [0, 1].map(() =>
    variables.map((variable) => tf.tidy(() => tf.variable(tf.zerosLike(variable)))),
  );
  const outputs = "ids" in batch.target ? batch.target.ids.size : batch.target.values.size;
  let loss = Number.POSITIVE_INFINITY;
  for (let step = 1; step <= 400 && loss > enough; step++) {
    loss = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => model.loss(batch), variables);
      optimizerStep({
        rule: "adamw",
        variables,
        gradients: variables.map(({ name }) => grads[name] as tf.Tensor),
        slots,
        learningRate: 0.03,
        step,
        epsilon: 1e-8,
        decay: 0.9,
        secondDecay: 0.99,
      });
      return (value.dataSync()[0] as number) / outputs;
    });
  }
  tf.dispose(slots);
  return loss;
}

beforeAll(() => loadEngine());

describe.each(GRID)("%s", (_, config) => {
  it("has the gradients of finite differences", () => {
    const model = makeModel(config);
    tf.tidy(() => {
      const batch = makePair(config, 3);
      const { variables } = model.parameters;
      const loss = (): tf.Scalar => model.loss(batch);
      expect(gradientErrors({ variables, loss, random: Random.fromSeed(3) }).worst).toBeLessThan(
        0.01,
      );
    });
    model.dispose();
  });

  it("gives the same loss however far sources are padded", () => {
    const model = makeModel(config);
    tf.tidy(() => {
      const [plain, padded] = [makePair(config, 4), makePair(config, 4, 3)];
      expect(relativeDifference(model.loss(padded), model.loss(plain))).toBeLessThan(1e-6);
    });
    model.dispose();
  });

  it("gives bit-identical outputs when its weights are saved and loaded", () => {
    const [model, other] = [makeModel(config, 1), makeModel(config, 2)];
    tf.tidy(() => {
      const { source } = makePair(config, 3);
      const expected = model.decode(model.encode(source).vector).dataSync();
      other.parameters.write(decodeSafetensors(encodeSafetensors(model.parameters.read())));
      expect(other.decode(other.encode(source).vector).dataSync()).toEqual(expected);
    });
    for (const each of [model, other]) each.dispose();
  });

  it("learns 20 examples by heart", () => {
    const model = makeModel(config);
    tf.tidy(() => {
      const batch = makePair(config, 20);
      const enough = "ids" in batch.target ? 0.02 : 2e-3;
      expect(fit(model, batch, enough)).toBeLessThan(enough);
      const predictions = model.predictions(batch.source);
      if ("ids" in batch.target) {
        expect([...predictions.dataSync()]).toEqual([...batch.target.ids.dataSync()]);
      } else {
        expect(relativeDifference(predictions, batch.target.values)).toBeLessThan(0.2);
      }
    });
    model.dispose();
  });
});

it("leaves masked target steps out of the loss", () => {
  const model = makeModel(TUTORIAL);
  tf.tidy(() => {
    const source = { values: tf.ones<tf.Rank.R3>([1, 5, 2]) };
    const mask = tf.tensor2d([[1, 1, 0]]);
    const loss = (last: number): number =>
      model
        .loss({ source, target: { values: tf.tensor3d([[[1], [2], [last]]]), mask } })
        .dataSync()[0] as number;
    expect(loss(1000)).toBe(loss(0));
  });
  model.dispose();
});

it("rebuilds its sources as an autoencoder, whose vectors can be decoded apart", () => {
  const config = { ...TUTORIAL, target: TUTORIAL.source, outputLength: 4 } as RepeatVectorConfig;
  const model = makeModel(config);
  tf.tidy(() => {
    const { source } = makePair(config, 4);
    const unmasked = {
      values: "values" in source ? source.values : tf.zeros<tf.Rank.R3>([0, 0, 0]),
    };
    expect(fit(model, { source: unmasked, target: unmasked }, 0.05)).toBeLessThan(0.05);
    const decoded = model.decode(model.encode(unmasked).vector);
    expect(relativeDifference(decoded, model.predictions(unmasked))).toBe(0);
  });
  model.dispose();
});

it("is summarised layer by layer", () => {
  const model = makeModel({
    ...TOKENS,
    source: { kind: "tokens", vocabularySize: 12, embeddingSize: 8 },
  });
  const summary = model.summary();
  expect(summary.text).toMatchInlineSnapshot(`
    "name                layer                             output shape               parameters
    encoder.embeddings  embeddings                        [batch, sourceLength, 8]           96
    encoder.0           GRU, two directions, concatenate  [batch, sourceLength, 40]       3,600
    decoder.0           GRU, two directions, sum          [batch, 4, 20]                  7,440
    output              softmax                           [batch, 4, 12]                    252
    total                                                                                11,388"
  `);
  expect(summary.parameters).toBe(model.parameters.count);
  expect(summary.layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(
    summary.parameters,
  );
  model.dispose();
});

it("gives the output of every layer by name", () => {
  const model = makeModel(TUTORIAL);
  tf.tidy(() => {
    const { source } = makePair(TUTORIAL, 2);
    const layers = Object.entries(model.layerOutputs(source));
    expect(layers.map(([name, { shape }]) => [name, shape])).toEqual([
      ["encoder.input", [2, 4, 2]],
      ["encoder.0", [2, 4, 12]],
      ["decoder.0", [2, 3, 12]],
      ["output", [2, 3, 1]],
    ]);
  });
  model.dispose();
});

it("refuses targets of another kind or shape, and logits of vectors", () => {
  const model = makeModel(TUTORIAL);
  tf.tidy(() => {
    const { source } = makePair(TUTORIAL, 2);
    expect(() => model.loss({ source, target: { ids: tf.zeros([2, 3], "int32") } })).toThrow(
      new TypeError("Cannot compare outputs: targets must be vectors, got token ids"),
    );
    expect(() => model.loss({ source, target: { values: tf.zeros([2, 4, 1]) } })).toThrow(
      new RangeError("Cannot compare outputs: targets must have shape [2, 3, 1], got [2, 4, 1]"),
    );
    expect(() => model.logits(source)).toThrow(
      new TypeError("Cannot give logits: the model must write tokens, got vectors"),
    );
  });
  model.dispose();
});
