import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf-layers.ts";
import { gru, lstm, registerLayers } from "./index.ts";

type Make = typeof lstm;

const KINDS: { kind: string; drop: Make; stock: Make }[] = [
  { kind: "lstm", drop: lstm, stock: tf.layers.lstm },
  { kind: "gru", drop: gru as Make, stock: tf.layers.gru as Make },
];
const [STEPS, FEATURES] = [5, 3];

beforeAll(() => loadEngine());

afterEach(() => {
  for (const { stock } of KINDS) tf.serialization.registerClass(classOf(stock));
});

describe.each(KINDS)("a model with $kind layers", ({ drop, stock }) => {
  it("is saved as a model of stock layers", async () => {
    const ours = buildModel(drop, "same");
    const theirs = buildModel(stock, "same");
    expect(ours.toJSON(null, false)).toEqual(theirs.toJSON(null, false));
    const [ourArtifacts, theirArtifacts] = [await save(ours), await save(theirs)];
    expect(ourArtifacts.weightSpecs).toEqual(theirArtifacts.weightSpecs);
    ours.dispose();
    theirs.dispose();
  });

  it.each([
    { name: "drop-in layers and read without them", from: drop, to: stock },
    { name: "stock layers and read with drop-in layers", from: stock, to: drop },
    { name: "drop-in layers and read with them", from: drop, to: drop },
  ])("returns the same when it is saved with $name", async ({ from, to }) => {
    const model = buildModel(from, "model");
    const artifacts = await save(model);
    if (to === drop) registerLayers();
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts));

    expect(loaded.layers[0]?.constructor).toBe(classOf(to));
    tf.tidy(() => {
      const input = tf.randomUniform([2, STEPS, FEATURES], -1, 1, "float32", 5);
      const difference = tf.sub(
        model.predict(input) as tf.Tensor,
        loaded.predict(input) as tf.Tensor,
      );
      expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(1e-5);
    });
    model.dispose();
    loaded.dispose();
  });

  it("keeps its drop-in layers in tf.layers.bidirectional after registerLayers()", () => {
    registerLayers();
    const args = { units: 4, recurrentActivation: "sigmoid", returnSequences: true } as const;
    const wrapped = [drop, stock].map((make, index) => {
      if (index === 1) tf.serialization.registerClass(classOf(stock));
      return tf.layers.bidirectional({ layer: make({ ...args }), mergeMode: "concat" });
    });
    tf.tidy(() => {
      const input = tf.randomUniform([2, STEPS, FEATURES], -1, 1, "float32", 6);
      const [ours, theirs] = wrapped as unknown as [tf.layers.Layer, tf.layers.Layer];
      for (const layer of wrapped) layer.apply(input);
      theirs.setWeights(ours.getWeights());
      const difference = tf.sub(ours.apply(input) as tf.Tensor, theirs.apply(input) as tf.Tensor);
      expect(difference.shape).toEqual([2, STEPS, 8]);
      expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(1e-5);
    });
    expect(forwardLayer(wrapped[0]).constructor).toBe(classOf(drop));
    expect(forwardLayer(wrapped[1]).constructor).toBe(classOf(stock));
    for (const layer of wrapped) for (const weight of layer.weights) weight.dispose();
  });
});

function buildModel(make: Make, name: string): tf.Sequential {
  const args = { units: 4, recurrentActivation: "sigmoid" } as const;
  return tf.sequential({
    name,
    layers: [
      make({
        ...args,
        name: "first",
        returnSequences: true,
        biasInitializer: tf.initializers.randomNormal({ stddev: 0.5, seed: 3 }),
        kernelRegularizer: "l1l2",
        inputShape: [STEPS, FEATURES],
      }),
      make({ ...args, name: "second", goBackwards: true }),
    ],
  });
}

async function save(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
    }),
  );
  return saved;
}

function classOf(
  make: Make,
): tf.serialization.SerializableConstructor<tf.serialization.Serializable> {
  return make({ units: 1, name: "any" })
    .constructor as tf.serialization.SerializableConstructor<tf.serialization.Serializable>;
}

function forwardLayer(wrapper: tf.layers.Layer | undefined): tf.layers.Layer {
  return (wrapper as unknown as { forwardLayer: tf.layers.Layer }).forwardLayer;
}
