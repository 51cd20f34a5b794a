/** Models trained by Keras and PyTorch answer here what they answered there. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { expectGolden, type GoldenArray, goldenTensor, readGolden } from "../../test/golden.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import type { EncoderDecoderConfig } from "../model/config.ts";
import { EncoderDecoder, type SequencePair } from "../model/encoder-decoder.ts";
import { RepeatVectorModel } from "../model/repeat-vector.ts";
import type { NamedWeights } from "./foreign-weights.ts";
import { exportKerasWeights, importKerasWeights } from "./keras-weights.ts";
import { exportPyTorchWeights, importPyTorchWeights } from "./pytorch-weights.ts";
import { readWeightFile } from "./weight-file.ts";

interface Answers {
  readonly source: number[][];
  readonly target: number[][];
  readonly logits: GoldenArray;
}

interface Golden {
  readonly "keras-lstm": Answers;
  readonly "keras-gru": Answers;
  readonly "keras-repeat-vector": { readonly source: GoldenArray; readonly outputs: GoldenArray };
  readonly "pytorch-lstm": Answers;
  readonly "pytorch-gru": Answers;
}

const golden = readGolden<Golden>("weights/golden.json");

const VOCABULARIES = {
  source: { kind: "tokens", vocabularySize: 11, embeddingSize: 4 },
  target: { kind: "tokens", vocabularySize: 9, embeddingSize: 4 },
} as const;

/** An encoder in both directions, whose states side by side are the decoder's. */
function bidirectional(cell: "lstm" | "gru", layers: number): EncoderDecoderConfig {
  return {
    ...VOCABULARIES,
    encoder: { cell, units: 5, layers, direction: "concatenate" },
    decoder: { cell, units: 10, layers },
    bridge: "pass",
  };
}

const STACKED_GRU: EncoderDecoderConfig = {
  ...VOCABULARIES,
  encoder: { cell: "gru", units: 6, layers: 2 },
  decoder: { cell: "gru", units: 6, layers: 2 },
  bridge: "pass",
};

const uniform = (): number => 0.5;

function fixture(file: string): Promise<NamedWeights> {
  return readWeightFile(
    join(fileURLToPath(new URL("../../test/fixtures/weights", import.meta.url)), file),
  );
}

function batchOf({ source, target }: Answers): SequencePair {
  const ids = tf.tensor2d(source, undefined, "int32");
  return {
    source: { ids, mask: tf.cast(tf.notEqual(ids, 0), "float32") as tf.Tensor2D },
    target: { ids: tf.tensor2d(target, undefined, "int32") },
  };
}

function expectAnswers(
  config: EncoderDecoderConfig,
  weights: (shapes: ReadonlyMap<string, readonly number[]>) => NamedWeights,
  answers: Answers,
): NamedWeights {
  const model = new EncoderDecoder(config, uniform);
  try {
    model.parameters.write(weights(model.parameters.shapes));
    tf.tidy(() => {
      expectGolden(model.logits(batchOf(answers)), answers.logits);
    });
    return model.parameters.read();
  } finally {
    model.dispose();
  }
}

beforeAll(() => loadEngine());

describe("models trained by Keras", () => {
  it("bidirectional LSTM to LSTM, from .weights.h5", async () => {
    const file = await fixture("keras-lstm.weights.h5");
    const config = bidirectional("lstm", 1);
    expectAnswers(config, (shapes) => importKerasWeights(file, shapes), golden["keras-lstm"]);
  });

  it("two layers of GRU on both sides, from safetensors, and written as Keras would", async () => {
    const file = await fixture("keras-gru.safetensors");
    const read = (shapes: ReadonlyMap<string, readonly number[]>) =>
      importKerasWeights(file, shapes);
    const weights = expectAnswers(STACKED_GRU, read, golden["keras-gru"]);
    const layers = {
      "encoder.embeddings": "embedding_2",
      "decoder.embeddings": "embedding_3",
      output: "time_distributed_1/dense_1",
    };
    expect(byName(exportKerasWeights(weights, { layers }))).toEqual(byName(file));
  });

  it("LSTM, repeat vector, LSTM, dense per step, over real vectors", async () => {
    const file = await fixture("keras-repeat-vector.weights.h5");
    const { source, outputs } = golden["keras-repeat-vector"];
    const model = new RepeatVectorModel(
      {
        source: { kind: "vectors", features: 3 },
        target: { kind: "vectors", features: 2 },
        outputLength: 4,
        encoder: { units: 6 },
        decoder: { units: 6 },
      },
      uniform,
    );
    model.parameters.write(importKerasWeights(file, model.parameters.shapes));
    tf.tidy(() => {
      expectGolden(model.predictions({ values: goldenTensor(source) }), outputs);
    });
    model.dispose();
  });
});

describe("models trained by PyTorch", () => {
  it("two layers of bidirectional LSTM to two layers of LSTM", async () => {
    const file = await fixture("pytorch-lstm.safetensors");
    const config = bidirectional("lstm", 2);
    const read = (shapes: ReadonlyMap<string, readonly number[]>) =>
      importPyTorchWeights(file, shapes);
    expectAnswers(config, read, golden["pytorch-lstm"]);
  });

  it("bidirectional GRU to GRU, and written as PyTorch would", async () => {
    const file = await fixture("pytorch-gru.safetensors");
    const config = bidirectional("gru", 1);
    const read = (shapes: ReadonlyMap<string, readonly number[]>) =>
      importPyTorchWeights(file, shapes);
    const weights = expectAnswers(config, read, golden["pytorch-gru"]);
    const layers = {
      encoder: "encoder.rnn",
      "encoder.embeddings": "encoder.embedding",
      decoder: "decoder.rnn",
      "decoder.embeddings": "decoder.embedding",
      output: "decoder.fc",
    };
    expect(byName(exportPyTorchWeights(weights, { layers }))).toEqual(byName(file));
  });
});

/** In the order of their names: files are sorted by other programs. */
function byName(weights: NamedWeights): NamedWeights {
  return new Map([...weights].sort(([a], [b]) => (a < b ? -1 : 1)));
}
