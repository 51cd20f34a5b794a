import { beforeAll, describe, expect, it } from "vitest";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf-layers.ts";
import { gru, lstm } from "./index.ts";

type Make = typeof lstm;
type Args = tf.LSTMLayerArgs;

const KINDS: { kind: string; drop: Make; stock: Make; stateCount: number }[] = [
  { kind: "lstm", drop: lstm, stock: tf.layers.lstm, stateCount: 2 },
  { kind: "gru", drop: gru as Make, stock: tf.layers.gru as Make, stateCount: 1 },
];
const CASES = KINDS.flatMap(({ drop, stock, ...kind }) =>
  (["sigmoid", "hardSigmoid"] as const).map((gates) => ({
    ...kind,
    gates,
    drop: (args: Args) => drop({ ...args, recurrentActivation: gates }),
    stock: (args: Args) => stock({ ...args, recurrentActivation: gates }),
  })),
);
const [BATCH, STEPS, FEATURES] = [4, 6, 3];
const UNITS = { units: 5 };

beforeAll(() => loadEngine());

const MODELS: Record<string, (make: Make, stateCount: number) => tf.LayersModel> = {
  "a stack of two layers": (make) =>
    tf.sequential({
      layers: [
        make({ ...UNITS, returnSequences: true, inputShape: [STEPS, FEATURES] }),
        make({ ...UNITS, useBias: false, goBackwards: true }),
        tf.layers.dense({ units: FEATURES }),
      ],
    }),
  "padding that is masked": (make) =>
    tf.sequential({
      layers: [
        tf.layers.masking({ maskValue: 0, inputShape: [STEPS, FEATURES] }),
        make({ ...UNITS, returnSequences: true }),
        make({ ...UNITS, goBackwards: true }),
        tf.layers.dense({ units: FEATURES }),
      ],
    }),
  "regularizers and constraints": (make) =>
    tf.sequential({
      layers: [
        make({
          ...UNITS,
          inputShape: [STEPS, FEATURES],
          kernelRegularizer: "l1l2",
          recurrentRegularizer: tf.regularizers.l2({ l2: 0.1 }),
          biasConstraint: "nonNeg",
          kernelConstraint: tf.constraints.maxNorm({ maxValue: 0.5 }),
        }),
        tf.layers.dense({ units: FEATURES }),
      ],
    }),
  "an encoder whose states seed a decoder": (make, stateCount) => {
    const input = tf.input({ shape: [STEPS, FEATURES] });
    const states = make({ ...UNITS, returnState: true }).apply(input) as tf.SymbolicTensor[];
    const decoder = make({ ...UNITS, returnSequences: true });
    const outputs = decoder.apply([input, ...states.slice(1, 1 + stateCount)]);
    const last = tf.layers.flatten().apply(outputs) as tf.SymbolicTensor;
    const output = tf.layers.dense({ units: FEATURES }).apply(last) as tf.SymbolicTensor;
    return tf.model({ inputs: input, outputs: output });
  },
  "a state from batch to batch": (make) =>
    tf.sequential({
      layers: [
        make({ ...UNITS, stateful: true, batchInputShape: [BATCH, STEPS, FEATURES] }),
        tf.layers.dense({ units: FEATURES }),
      ],
    }),
};

describe.each(CASES)(
  "a drop-in $gates $kind trains as tf.layers.$kind does",
  ({ drop, stock, stateCount }) => {
    it.each(Object.entries(MODELS))("with %s", async (_, build) => {
      const models = [build(drop, stateCount), build(stock, stateCount)] as const;
      // Copies into both: setting other weights than its own makes a layer apply its constraints.
      const weights = models[0].getWeights().map((weight) => weight.clone());
      for (const model of models) model.setWeights(weights);
      const batches = [1, 2, 3].map((seed) => paddedSequences(seed));
      const target = tf.randomUniform([BATCH, FEATURES], -1, 1, "float32", 9);
      const losses: number[][] = [];
      for (const model of models) {
        model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
        const ofModel: number[] = [];
        for (const batch of batches)
          ofModel.push((await model.trainOnBatch(batch, target)) as number);
        losses.push(ofModel);
      }

      expect(largestDifference(losses[0] ?? [], losses[1] ?? [])).toBeLessThan(1e-5);
      const [ours, theirs] = models.map((model) => model.getWeights());
      for (const [index, weight] of (ours ?? []).entries()) {
        const other = theirs?.[index]?.dataSync() ?? [];
        expect(largestDifference(weight.dataSync(), other)).toBeLessThan(1e-5);
      }

      for (const model of models) disposeModel(model);
      tf.dispose([batches, target, weights]);
    });
  },
);

it("a drop-in encoder and decoder learn through fit", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 8, outputDim: 6, maskZero: true, inputLength: STEPS }),
      lstm({ ...UNITS, units: 16 }),
      tf.layers.dense({ units: 8, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.02), loss: "sparseCategoricalCrossentropy" });
  // The first token of sequences of several lengths.
  const rows = Array.from({ length: 64 }, (_, row) =>
    Array.from({ length: STEPS }, (_, step) =>
      step <= row % STEPS ? 1 + ((row * 5 + step * 3) % 7) : 0,
    ),
  );
  const tokens = tf.tensor2d(rows);
  const first = tf.tensor1d(rows.map(([token = 0]) => token));
  const { history } = await model.fit(tokens, first, { epochs: 40, verbose: 0, shuffle: false });
  const losses = history.loss as number[];
  expect(losses[0]).toBeGreaterThan(1.5);
  expect(losses.at(-1)).toBeLessThan(0.3);
  disposeModel(model);
  tf.dispose([tokens, first]);
});

/** Wide enough to clip gates: sequences whose last steps are zeros, `[batch, steps, features]`. */
function paddedSequences(seed: number): tf.Tensor {
  return tf.tidy(() => {
    const values = tf.randomUniform([BATCH, STEPS, FEATURES], -6, 6, "float32", seed);
    const lengths = tf.tensor([STEPS, 1, 4, 3], [BATCH, 1, 1]);
    return tf.mul(values, tf.less(tf.range(0, STEPS).reshape([1, STEPS, 1]), lengths));
  });
}

function largestDifference(values: ArrayLike<number>, others: ArrayLike<number>): number {
  expect(values.length).toBe(others.length);
  return Math.max(...Array.from(values, (value, index) => Math.abs(value - (others[index] ?? 0))));
}

/** The model, its optimizer and the states that its layers keep. */
function disposeModel(model: tf.LayersModel): void {
  for (const layer of model.layers) {
    if (!(layer instanceof tf.RNN && layer.stateful)) continue;
    layer.resetStates();
    tf.dispose(layer.getStates());
  }
  model.optimizer.dispose();
  model.dispose();
}
