import { beforeAll, describe, expect, it } from "vitest";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { padSequences } from "../data/padding.ts";
import { Random } from "../data/random.ts";
import { tokenTensors } from "../data/token-tensors.ts";
import type { EncoderDecoderConfig } from "./config.ts";
import { EncoderDecoder, type SequencePair } from "./encoder-decoder.ts";

const STACK = { units: 7, layers: 2 };
const CONFIG = {
  source: { kind: "tokens", vocabularySize: 11, embeddingSize: 5 },
  target: { kind: "tokens", vocabularySize: 9, embeddingSize: 5 },
  encoder: STACK,
  decoder: STACK,
} satisfies EncoderDecoderConfig;
const SOURCES = [[4, 5, 6, 7], [8, 9], [10]];
const TARGETS = [
  [2, 4, 3],
  [2, 5, 6, 7, 3],
  [2, 8, 3],
];

function makeModel(seed = 1, settings: Partial<EncoderDecoderConfig> = {}): EncoderDecoder {
  const random = Random.fromSeed(seed);
  return new EncoderDecoder({ ...CONFIG, ...settings }, () => random.uniform());
}

function makeBatch(extraSteps: number): SequencePair {
  return {
    source: tokenTensors(padSequences(SOURCES, { steps: 4 + extraSteps })),
    target: tokenTensors(padSequences(TARGETS, { steps: 5 + extraSteps })),
  };
}

function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] ?? Number.NaN);
}

beforeAll(() => loadEngine());

describe("EncoderDecoder", () => {
  it("gives the same loss, outputs and gradients however far a batch is padded", () => {
    const model = makeModel();
    tf.tidy(() => {
      const run = (extraSteps: number) =>
        tf.variableGrads(() => model.loss(makeBatch(extraSteps)), model.parameters.variables);
      const [plain, padded] = [run(0), run(6)];
      expect(largestDifference(plain.value, padded.value)).toBeLessThan(1e-5);
      for (const [name, gradient] of Object.entries(plain.grads)) {
        expect(largestDifference(gradient, padded.grads[name] as tf.Tensor)).toBeLessThan(1e-6);
      }
      const real = tf.slice(model.logits(makeBatch(6)), [0, 0, 0], [3, 4, 9]);
      expect(largestDifference(model.logits(makeBatch(0)), real)).toBeLessThan(1e-6);
    });
    model.dispose();
  });

  it("gives a sequence the same states alone and in a padded batch", () => {
    const model = makeModel();
    tf.tidy(() => {
      const together = model.encode(tokenTensors(padSequences(SOURCES)));
      for (const [row, source] of SOURCES.entries()) {
        const alone = model.encode(tokenTensors(padSequences([source])));
        for (const [layer, state] of alone.states.entries()) {
          const { hidden, cell } = together.states[layer] as typeof state;
          const ofRow = (states: tf.Tensor2D) => tf.slice(states, [row, 0], [1, 7]);
          expect(largestDifference(state.hidden, ofRow(hidden))).toBeLessThan(1e-6);
          expect(
            largestDifference(state.cell as tf.Tensor2D, ofRow(cell as tf.Tensor2D)),
          ).toBeLessThan(1e-6);
        }
      }
    });
    model.dispose();
  });

  it("gives step by step the logits of teacher forcing", () => {
    const model = makeModel();
    tf.tidy(() => {
      const batch = makeBatch(0);
      const forced = model.logits(batch); // [3, 4, 9]
      const packed = model.packDecoder();
      let { states } = model.start(batch.source);
      const { memory } = model.start(batch.source);
      for (let step = 0; step < 2; step++) {
        const ids = tf.tensor1d(
          TARGETS.map((target) => target[step] ?? 0),
          "int32",
        );
        const result = model.step(ids, states, memory);
        const expected = tf.logSoftmax(tf.squeeze(tf.slice(forced, [0, step, 0], [3, 1, 9]), [1]));
        expect(largestDifference(result.next.logProbabilities(), expected)).toBeLessThan(1e-6);
        const quick = model.step(ids, states, memory, packed);
        expect(largestDifference(quick.next.logProbabilities(), expected)).toBeLessThan(1e-6);
        states = result.states;
      }
    });
    model.dispose();
  });

  it("has a loss that is the cross-entropy of its logits", () => {
    const model = makeModel();
    tf.tidy(() => {
      const batch = makeBatch(0);
      const logProbabilities = tf.logSoftmax(model.logits(batch)).arraySync() as number[][][];
      const expected = TARGETS.flatMap((target, row) =>
        target.slice(1).map((id, step) => -(logProbabilities[row]?.[step]?.[id] ?? Number.NaN)),
      ).reduce((sum, loss) => sum + loss, 0);
      expect(model.loss(batch).dataSync()[0]).toBeCloseTo(expected, 4);
    });
    model.dispose();
  });

  it("names its weights as in Keras", () => {
    const model = makeModel();
    expect([...model.parameters.shapes]).toEqual([
      ["encoder.embeddings", [11, 5]],
      ["encoder.0.kernel", [5, 28]],
      ["encoder.0.recurrentKernel", [7, 28]],
      ["encoder.0.bias", [28]],
      ["encoder.1.kernel", [7, 28]],
      ["encoder.1.recurrentKernel", [7, 28]],
      ["encoder.1.bias", [28]],
      ["decoder.embeddings", [9, 5]],
      ["decoder.0.kernel", [5, 28]],
      ["decoder.0.recurrentKernel", [7, 28]],
      ["decoder.0.bias", [28]],
      ["decoder.1.kernel", [7, 28]],
      ["decoder.1.recurrentKernel", [7, 28]],
      ["decoder.1.bias", [28]],
      ["output.kernel", [7, 9]],
      ["output.bias", [9]],
    ]);
    model.dispose();
  });

  it("draws the same weights for the same seed, others for another", () => {
    const [first, again, other] = [makeModel(1), makeModel(1), makeModel(2)];
    expect(again.parameters.read()).toEqual(first.parameters.read());
    expect(other.parameters.read()).not.toEqual(first.parameters.read());
    for (const model of [first, again, other]) model.dispose();
  });
});
