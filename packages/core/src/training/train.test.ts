import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { padSequences } from "../data/padding.ts";
import { Random } from "../data/random.ts";
import { tokenTensors } from "../data/token-tensors.ts";
import { EncoderDecoder } from "../model/encoder-decoder.ts";
import { Adam } from "./adam.ts";
import { type TrainOptions, train } from "./train.ts";

/** Copies its source: three sequences. */
const SEQUENCES = [[4, 5], [5, 6, 4], [6]];

let model: EncoderDecoder;
let optimizer: Adam;

function lossOf(sequences: readonly number[][], dropoutSource?: () => number): tf.Scalar {
  const target = sequences.map((ids) => [2, ...ids, 3]);
  return model.loss(
    { source: tokenTensors(padSequences(sequences)), target: tokenTensors(padSequences(target)) },
    dropoutSource && { dropout: { rate: 0.1, uniform: dropoutSource } },
  );
}

function options(changes: Partial<TrainOptions<number[][]>> = {}): TrainOptions<number[][]> {
  const random = Random.fromSeed(3);
  return {
    variables: model.parameters.variables,
    optimizer,
    batches: () => [SEQUENCES],
    loss: (batch) => lossOf(batch, () => random.uniform()),
    tokenCount: (batch) => batch.flat().length + batch.length,
    validate: () => tf.tidy(() => lossOf(SEQUENCES).dataSync()[0] ?? Number.NaN) / 9,
    epochs: 3,
    ...changes,
  };
}

beforeAll(() => loadEngine());
beforeEach(() => {
  const random = Random.fromSeed(1);
  model = new EncoderDecoder(
    { sourceVocabularySize: 7, targetVocabularySize: 7, embeddingSize: 8, units: 16, layers: 1 },
    () => random.uniform(),
  );
  optimizer = new Adam({ learningRate: 0.02, clipNorm: 1 });
});
afterEach(() => {
  optimizer.dispose();
  model.dispose();
});

describe("train", () => {
  it("learns three sequences by heart", async () => {
    const { epochs, best, stopped } = await train(options({ epochs: 80 }));
    expect(stopped).toBe("epochs");
    expect(epochs).toHaveLength(80);
    expect(epochs[0]?.validationLoss).toBeGreaterThan(1);
    expect(best?.validationLoss).toBeLessThan(0.1);
  });

  it("holds the same number of tensors after 1 and after 50 steps", async () => {
    await train(options({ epochs: 1 }));
    const afterOne = tf.memory().numTensors;
    await train(options({ epochs: 49 }));
    expect(tf.memory().numTensors).toBe(afterOne);
  });

  it("gives the same weights for the same random streams", async () => {
    const start = model.parameters.read();
    await train(options());
    const first = model.parameters.read();
    model.parameters.write(start);
    optimizer.dispose();
    optimizer = new Adam({ learningRate: 0.02, clipNorm: 1 });
    await train(options());
    expect(model.parameters.read()).toEqual(first);
    expect(first).not.toEqual(start);
  });

  it("stops when patience is used up, and reports improvements only", async () => {
    const losses = [3, 2, 2.5, 2.2, 1];
    const improved: number[] = [];
    const result = await train(
      options({
        epochs: 5,
        patience: 2,
        validate: () => losses.shift() ?? Number.NaN,
        onImprovement: ({ epoch }) => void improved.push(epoch),
      }),
    );
    expect(result.stopped).toBe("patience");
    expect(result.epochs).toHaveLength(4);
    expect(result.best?.epoch).toBe(2);
    expect(improved).toEqual([1, 2]);
  });

  it("validates what an interruption leaves", async () => {
    const interrupt = new AbortController();
    const result = await train(
      options({
        batches: () => [SEQUENCES, SEQUENCES, SEQUENCES],
        signal: interrupt.signal,
        onStep: ({ epoch, step }) => {
          if (epoch === 2 && step === 2) interrupt.abort();
        },
      }),
    );
    expect(result.stopped).toBe("interrupted");
    expect(result.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  it("stops when the time is over", async () => {
    const result = await train(options({ epochs: 1000, maxMinutes: 1e-6 }));
    expect(result.stopped).toBe("time");
    expect(result.epochs).toHaveLength(1);
  });

  it("says where the loss was no number", async () => {
    await expect(
      train(options({ loss: (batch) => tf.mul(lossOf(batch), Number.NaN) })),
    ).rejects.toThrow(
      "Cannot go on training: the loss must be a finite number, got NaN at epoch 1, step 1",
    );
  });
});
