import { beforeAll, expect, it } from "vitest";
import { normal, relativeDifference } from "../../test/compare.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { padSequences } from "../data/padding.ts";
import { Random } from "../data/random.ts";
import { tokenTensors } from "../data/token-tensors.ts";
import type { EncoderConfig, SequenceConfig } from "./config.ts";
import { encoderSchema, initializationSchema } from "./config-schema.ts";
import { Encoder } from "./encoder.ts";
import { Parameters } from "./parameters.ts";

const TOKENS: SequenceConfig = { kind: "tokens", vocabularySize: 11, embeddingSize: 3 };

/** An encoder, for as long as `use` runs. */
function withEncoder(
  source: SequenceConfig,
  config: EncoderConfig,
  use: (encoder: Encoder, parameters: Parameters) => void,
): void {
  const random = Random.fromSeed(1);
  const parameters = new Parameters();
  const start = { initialization: initializationSchema.parse({}), uniform: () => random.uniform() };
  const encoder = new Encoder(parameters, { source, encoder: encoderSchema.parse(config) }, start);
  tf.tidy(() => {
    use(encoder, parameters);
  });
  parameters.dispose();
}

beforeAll(() => loadEngine());

it("gives a source the same vector alone and in a padded batch", () => {
  withEncoder(TOKENS, { units: 4, layers: 2, direction: "concatenate" }, (encoder) => {
    const sources = [[4, 5, 6, 7], [8, 9], [10]];
    const together = encoder.run(tokenTensors(padSequences(sources, { steps: 6 }))).vector;
    expect(together.shape).toEqual([3, 8]);
    for (const [row, source] of sources.entries()) {
      const alone = encoder.run(tokenTensors(padSequences([source]))).vector;
      expect(relativeDifference(alone, tf.slice(together, [row, 0], [1, 8]))).toBeLessThan(1e-5);
    }
  });
});

it("has the last hidden state of the top layer as its vector", () => {
  withEncoder(TOKENS, { units: 4, layers: 2 }, (encoder) => {
    const ids = tf.tensor2d([[4, 5, 6]], [1, 3], "int32");
    const { outputs, states, vector, mask } = encoder.run({ ids });
    expect(vector).toBe(states[1]?.hidden);
    expect(
      relativeDifference(tf.slice(outputs, [0, 2, 0], [1, 1, 4]).reshape([1, 4]), vector),
    ).toBe(0);
    expect(mask).toBe(undefined);
  });
});

it("reads a long sequence piece by piece, and forgets it when no states are given", () => {
  withEncoder({ kind: "vectors", features: 2 }, { units: 3, cell: "gru" }, (encoder) => {
    const values = normal(Random.fromSeed(2), [2, 6, 2]) as tf.Tensor3D;
    const whole = encoder.run({ values });
    const [first, second] = tf.split(values, 2, 1) as [tf.Tensor3D, tf.Tensor3D];
    const { states: initialStates } = encoder.run({ values: first });
    const carried = encoder.run({ values: second }, { initialStates });
    expect(relativeDifference(carried.vector, whole.vector)).toBeLessThan(1e-6);
    const reset = encoder.run({ values: second });
    expect(relativeDifference(reset.vector, whole.vector)).toBeGreaterThan(1e-3);
  });
});

it("gives the output of every layer by name", () => {
  withEncoder(TOKENS, { units: 4, layers: 2, direction: "sum" }, (encoder) => {
    const ids = tf.tensor2d([[4, 5, 6]], [1, 3], "int32");
    const layers = encoder.layerOutputs({ ids });
    expect(Object.entries(layers).map(([name, { shape }]) => [name, shape])).toEqual([
      ["encoder.input", [1, 3, 3]],
      ["encoder.0", [1, 3, 4]],
      ["encoder.1", [1, 3, 4]],
    ]);
    const top = layers["encoder.1"] as tf.Tensor;
    expect(relativeDifference(top, encoder.run({ ids }).outputs)).toBe(0);
  });
});

it("names its weights by layer and direction", () => {
  withEncoder(TOKENS, { units: 4, direction: "average" }, (_, parameters) => {
    expect([...parameters.shapes]).toEqual([
      ["encoder.embeddings", [11, 3]],
      ["encoder.0.forward.kernel", [3, 16]],
      ["encoder.0.forward.recurrentKernel", [4, 16]],
      ["encoder.0.forward.bias", [16]],
      ["encoder.0.backward.kernel", [3, 16]],
      ["encoder.0.backward.recurrentKernel", [4, 16]],
      ["encoder.0.backward.bias", [16]],
    ]);
  });
  withEncoder({ kind: "vectors", features: 2 }, { units: 4, cell: "gru" }, (_, parameters) => {
    expect([...parameters.shapes]).toEqual([
      ["encoder.0.kernel", [2, 12]],
      ["encoder.0.recurrentKernel", [4, 12]],
      ["encoder.0.bias", [2, 12]],
    ]);
  });
});
