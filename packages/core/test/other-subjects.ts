/** Models of real vectors and of positions with their examples. */
import { tf } from "../src/backend/tf.ts";
import { padSequences } from "../src/data/padding.ts";
import { Random } from "../src/data/random.ts";
import { tokenTensors } from "../src/data/token-tensors.ts";
import { greedySearch } from "../src/decoding/greedy-search.ts";
import type {
  EncoderDecoderConfig,
  PointerNetworkConfig,
  RepeatVectorConfig,
} from "../src/model/config.ts";
import { EncoderDecoder, type SequencePair } from "../src/model/encoder-decoder.ts";
import type { VectorSequences } from "../src/model/input-layer.ts";
import { PointerNetwork, type PointerPair } from "../src/model/pointer-network.ts";
import { RepeatVectorModel, type RepeatVectorPair } from "../src/model/repeat-vector.ts";
import type { Subject } from "./examine.ts";
import { SOURCES } from "./token-subject.ts";

const BATCH = 20;
const random = Random.fromSeed(7);
/** 3 to 5 numbers for each example. */
const NUMBERS = Array.from({ length: BATCH }, () =>
  Array.from({ length: 3 + random.integer(3) }, () => 2 * random.uniform() - 1),
);
/** Waves that go on: two numbers a step, 3 steps. */
export const WAVES: readonly (readonly (readonly number[])[])[] = NUMBERS.map((numbers) =>
  [1, 2, 3].map((step) => [Math.sin(step * (numbers[0] ?? 0)), (numbers[1] ?? 0) / step]),
);
/** Source positions from the smallest number to the largest. */
export const ORDERS: readonly (readonly number[])[] = NUMBERS.map((numbers) =>
  numbers.map((_, position) => position).sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0)),
);

/** From numbers to waves, by an encoder-decoder that reads its own output. */
export function vectorSubject(
  config: EncoderDecoderConfig,
  seed: number,
  count: number = BATCH,
): Subject {
  const weights = Random.fromSeed(seed);
  const model = new EncoderDecoder(config, () => weights.uniform());
  const batch = (extraSteps: number): SequencePair => {
    const start = tf.zeros<tf.Rank.R3>([count, 1, 2]);
    const target = tf.concat([start, waves(count), tf.ones([count, extraSteps, 2])], 1);
    const mask = tf.concat([tf.ones([count, 4]), tf.zeros([count, extraSteps])], 1);
    return {
      source: numbers(count, extraSteps),
      target: { values: target as tf.Tensor3D, mask: mask as tf.Tensor2D },
    };
  };
  return {
    model,
    loss: (extraSteps) => model.loss(batch(extraSteps)),
    outputs: (extraSteps) =>
      tf.slice(model.predictions(batch(extraSteps)), [0, 0, 0], [count, 3, 2]),
    write: async () =>
      tf.tidy(() =>
        model.generate(numbers(count, 0), { first: tf.zeros([count, 2]), steps: 3 }).arraySync(),
      ),
  };
}

/** From numbers to waves, by repetition of the encoder's vector. */
export function repeatVectorSubject(
  config: RepeatVectorConfig,
  seed: number,
  count: number = BATCH,
): Subject {
  const weights = Random.fromSeed(seed);
  const model = new RepeatVectorModel(config, () => weights.uniform());
  const batch = (extraSteps: number): RepeatVectorPair => ({
    source: numbers(count, extraSteps),
    target: { values: waves(count) },
  });
  return {
    model,
    loss: (extraSteps) => model.loss(batch(extraSteps)),
    outputs: (extraSteps) => model.predictions(batch(extraSteps).source),
    write: async () => tf.tidy(() => model.predictions(batch(0).source).arraySync()),
  };
}

/** From tokens to the same tokens backwards, padded to 4, by repetition of the encoder's vector. */
export function repeatVectorTokensSubject(
  config: RepeatVectorConfig,
  seed: number,
  count: number = BATCH,
): Subject {
  const weights = Random.fromSeed(seed);
  const model = new RepeatVectorModel(config, () => weights.uniform());
  const batch = (extraSteps: number): RepeatVectorPair => ({
    source: tokenTensors(padSequences(SOURCES.slice(0, count), { steps: 4 + extraSteps })),
    target: { ids: tf.tensor2d(REVERSED_PADDED.slice(0, 4 * count), [count, 4], "int32") },
  });
  return {
    model,
    loss: (extraSteps) => model.loss(batch(extraSteps)),
    outputs: (extraSteps) => model.logits(batch(extraSteps).source),
    write: async () => tf.tidy(() => [...model.predictions(batch(0).source).dataSync<"int32">()]),
  };
}

/** The sources of the token task backwards, padded by 0 to 4 tokens, row by row. */
export const REVERSED_PADDED: readonly number[] = [
  ...padSequences(
    SOURCES.map((source) => [...source].reverse()),
    { steps: 4 },
  ).ids,
];

/** From numbers to their positions in order. */
export function pointerSubject(
  config: PointerNetworkConfig,
  seed: number,
  count: number = BATCH,
): Subject {
  const weights = Random.fromSeed(seed);
  const model = new PointerNetwork(config, () => weights.uniform());
  const batch = (extraSteps: number): PointerPair => {
    const rows = ORDERS.slice(0, count).map((order) => [
      0,
      ...order.map((position) => position + 1),
      0,
    ]);
    return {
      source: numbers(count, extraSteps),
      target: tokenTensors(padSequences(rows, { steps: 7 + extraSteps })),
    };
  };
  return {
    model,
    loss: (extraSteps) => model.loss(batch(extraSteps)),
    outputs(extraSteps) {
      const { mask } = batch(0).target;
      const logits = tf.slice(model.logits(batch(extraSteps)), [0, 0, 0], [count, 6, 6]);
      const real = tf.slice(mask as tf.Tensor2D, [0, 1], [count, 6]);
      return tf.mul(tf.softmax(logits), tf.expandDims(real, 2));
    },
    async write() {
      const { states, memory } = tf.tidy(() => model.start(numbers(count, 0)));
      const packed = model.packDecoder();
      const hypotheses = await greedySearch({
        step: (ids, current, lookup) => model.step(ids, current, lookup, packed),
        states,
        memory,
        batchSize: count,
        startId: 0,
        endId: 0,
        maximumLength: 6,
      });
      tf.dispose([states, memory, packed]);
      return hypotheses.map(({ ids }) => ids.map((id) => id - 1));
    },
  };
}

function numbers(count: number, extraSteps: number): VectorSequences {
  const rows = NUMBERS.slice(0, count);
  const steps = 5 + extraSteps;
  const pad = (row: readonly number[], value: number): number[] =>
    Array.from({ length: steps }, (_, step) => row[step] ?? value);
  return {
    values: tf.tensor3d(rows.map((row) => pad(row, 9).map((value) => [value]))),
    mask: tf.tensor2d(
      rows.map((row) =>
        pad(
          row.map(() => 1),
          0,
        ),
      ),
    ),
  };
}

function waves(count: number): tf.Tensor3D {
  return tf.tensor3d(WAVES.slice(0, count).map((wave) => wave.map((step) => [...step])));
}
