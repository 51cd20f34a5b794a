import { beforeAll, expect, it } from "vitest";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { Random } from "../data/random.ts";
import type { SequenceConfig } from "./config.ts";
import { initializationSchema } from "./config-schema.ts";
import { InputLayer } from "./input-layer.ts";
import { Parameters } from "./parameters.ts";

const TOKENS = { kind: "tokens", vocabularySize: 5, embeddingSize: 2 } as const;

/** An input layer, for as long as `use` runs. */
function withLayer(
  config: SequenceConfig,
  use: (layer: InputLayer, parameters: Parameters) => void,
): void {
  const random = Random.fromSeed(1);
  const parameters = new Parameters();
  const start = { initialization: initializationSchema.parse({}), uniform: () => random.uniform() };
  const layer = new InputLayer(parameters, "encoder", config, start);
  tf.tidy(() => {
    use(layer, parameters);
  });
  parameters.dispose();
}

beforeAll(() => loadEngine());

it("embeds tokens", () => {
  withLayer(TOKENS, (layer, parameters) => {
    const table = parameters.read().get("encoder.embeddings")?.values ?? [];
    const read = layer.read({ ids: tf.tensor2d([[4, 0]], [1, 2], "int32") });
    expect(layer.size).toBe(2);
    expect([...read.dataSync()]).toEqual([table[8], table[9], table[0], table[1]]);
  });
});

it("shares embeddings", () => {
  withLayer(TOKENS, (layer, parameters) => {
    const start = { initialization: initializationSchema.parse({}), uniform: () => 0 };
    const other = new InputLayer(parameters, "decoder", TOKENS, start, layer.embeddings);
    expect(other.embeddings).toBe(layer.embeddings);
    expect([...parameters.shapes.keys()]).toEqual(["encoder.embeddings"]);
  });
});

it("writes tokens as one-hot vectors", () => {
  withLayer({ kind: "oneHot", vocabularySize: 3 }, (layer, parameters) => {
    const read = layer.read({ ids: tf.tensor2d([[2, 0]], [1, 2], "int32") });
    expect(read.dtype).toBe("float32");
    expect(read.arraySync()).toEqual([
      [
        [0, 0, 1],
        [1, 0, 0],
      ],
    ]);
    expect(parameters.count).toBe(0);
  });
});

it("leaves vectors as they are", () => {
  withLayer({ kind: "vectors", features: 3 }, (layer) => {
    const values = tf.ones<tf.Rank.R3>([1, 2, 3]);
    expect(layer.read({ values })).toBe(values);
    expect(layer.size).toBe(3);
  });
});

it("refuses sequences of the other kind or of another size", () => {
  withLayer({ kind: "vectors", features: 3 }, (layer) => {
    expect(() => layer.read({ ids: tf.zeros<tf.Rank.R2>([1, 2], "int32") })).toThrow(
      new TypeError("Cannot read sequences: the model reads vectors, got token ids"),
    );
    expect(() => layer.read({ values: tf.ones<tf.Rank.R3>([1, 2, 4]) })).toThrow(
      new RangeError(
        "Cannot read sequences: values must have shape [batch, steps, 3], got [1, 2, 4]",
      ),
    );
  });
  withLayer(TOKENS, (layer) => {
    expect(() => layer.read({ values: tf.ones<tf.Rank.R3>([1, 2, 2]) })).toThrow(
      new TypeError("Cannot read sequences: the model reads token ids, got vectors"),
    );
  });
});
