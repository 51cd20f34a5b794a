import { beforeAll, describe, expect, it, vi } from "vitest";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf-layers.ts";
import { gru, lstm } from "./index.ts";
import type { CallOptions, RecurrentLayer } from "./sequence-call.ts";

type Options = tf.LSTMLayerArgs;

const KINDS = [
  { kind: "lstm", drop: lstm, stock: tf.layers.lstm, stateCount: 2 },
  { kind: "gru", drop: gru, stock: tf.layers.gru, stateCount: 1 },
].flatMap((layers) => (["sigmoid", "hardSigmoid"] as const).map((gates) => ({ ...layers, gates })));
const [BATCH, STEPS, FEATURES, UNITS] = [3, 5, 4, 6];

beforeAll(() => loadEngine());

/** Values of both layers' results after the same calls. */
function resultsOf(
  { drop, stock, gates }: (typeof KINDS)[number],
  options: Partial<Options>,
  call: (layer: RecurrentLayer) => tf.Tensor | tf.Tensor[],
): [ours: number[][], theirs: number[][]] {
  const all: Options = {
    units: UNITS,
    recurrentActivation: gates,
    biasInitializer: tf.initializers.randomUniform({ minval: -1, maxval: 1, seed: 7 }),
    ...options,
  };
  const layers = [drop(all), stock({ ...all })];
  return tf.tidy(() => {
    const [ours, theirs] = layers as [RecurrentLayer, RecurrentLayer];
    for (const layer of layers) {
      layer.build(options.batchInputShape ?? [null, STEPS, FEATURES]);
      layer.built = true;
    }
    theirs.setWeights(ours.getWeights());
    const results = layers.map((layer) =>
      [call(layer)].flat().map((tensor) => [...tensor.shape, ...tensor.dataSync()]),
    );
    for (const { cell, weights } of layers) {
      for (const weight of weights) weight.dispose();
      // The stock layer holds its masks until the next call.
      tf.dispose([cell.dropoutMask, cell.recurrentDropoutMask]);
    }
    return results as [number[][], number[][]];
  });
}

function expectSame([ours, theirs]: [ours: number[][], theirs: number[][]]): void {
  expect(ours.map(({ length }) => length)).toEqual(theirs.map(({ length }) => length));
  const differences = ours.flat().map((value, index) => value - (theirs.flat()[index] ?? 0));
  expect(Math.max(...differences.map(Math.abs))).toBeLessThan(1e-5);
}

const random = (shape: number[], seed: number): tf.Tensor =>
  tf.randomUniform(shape, -1, 1, "float32", seed);
const sequences = (seed = 1): tf.Tensor => random([BATCH, STEPS, FEATURES], seed);
// Padding before, within and after the steps of a sequence, and nothing but padding.
const mask = (): tf.Tensor =>
  tf.tensor2d([
    [0, 1, 1, 0, 1],
    [1, 1, 0, 0, 0],
    [0, 0, 0, 0, 0],
  ]);

/** Every combination of yes and no. */
function combinations<Name extends string>(...names: Name[]): Record<Name, boolean>[] {
  return Array.from({ length: 2 ** names.length }, (_, bits) =>
    Object.fromEntries(names.map((name, position) => [name, ((bits >> position) & 1) === 1])),
  ) as Record<Name, boolean>[];
}

describe.each(KINDS)("a drop-in $gates $kind returns what tf.layers returns", (layers) => {
  it.each(combinations("useBias", "returnSequences", "returnState", "goBackwards"))(
    "with %o",
    (options) => {
      for (const { masked, seeded } of combinations("masked", "seeded")) {
        const results = resultsOf(layers, options, (layer) => {
          const call: CallOptions = {
            ...(masked && { mask: mask() }),
            ...(seeded && {
              initialState: Array.from({ length: layers.stateCount }, (_, index) =>
                random([BATCH, UNITS], 2 + index),
              ),
            }),
          };
          return layer.apply(sequences(), call) as tf.Tensor;
        });
        expectSame(results);
      }
    },
  );

  it("without a call of the stock layer", () => {
    const { drop, stock, gates } = layers;
    const run = vi.spyOn(Object.getPrototypeOf(stock({ units: 1 })), "call");
    for (const activation of ["tanh", "relu"] as const) {
      const layer = drop({ units: UNITS, recurrentActivation: gates, activation });
      tf.tidy(() => {
        layer.apply(sequences());
      });
      layer.dispose();
      expect(run).toHaveBeenCalledTimes(activation === "tanh" ? 0 : 1);
    }
    run.mockRestore();
  });

  it.each<Partial<Options>>([
    { recurrentActivation: "relu" },
    { activation: "relu" },
    { dropout: 0.5, recurrentDropout: 0.5 },
    { dropout: 1 },
    { implementation: 1 },
  ])("with %o outside training", (options) => {
    expectSame(resultsOf(layers, options, (layer) => layer.apply(sequences()) as tf.Tensor));
  });

  it("with the activations of tf.layers when none are given", () => {
    const options = { recurrentActivation: undefined } as unknown as Partial<Options>;
    expectSame(resultsOf(layers, options, (layer) => layer.apply(sequences()) as tf.Tensor));
  });

  it("with integers as input and truth values as mask", () => {
    const results = resultsOf(layers, {}, (layer) => {
      const input = tf.cast(tf.mul(sequences(), 3), "int32");
      return layer.apply(input, { mask: tf.cast(mask(), "bool") }) as tf.Tensor;
    });
    expectSame(results);
  });

  it("with a mask of more steps than the input", () => {
    // tf.layers hands the mask of an encoder on to the decoder behind a repeat vector.
    const results = resultsOf(layers, {}, (layer) => {
      const call = { mask: tf.concat([mask(), tf.ones([BATCH, 2])], 1) };
      return layer.apply(sequences(), call) as tf.Tensor;
    });
    expectSame(results);
  });

  it("with a state of one row for the whole batch", () => {
    const results = resultsOf(layers, {}, (layer) => {
      const initialState = Array.from({ length: layers.stateCount }, () => random([1, UNITS], 3));
      return layer.apply(sequences(), { initialState }) as tf.Tensor;
    });
    expectSame(results);
  });

  it("with the dropout masks that it is given", () => {
    const dropoutFunc = (ones: tf.Tensor, rate: number): tf.Tensor => {
      const values = Array.from({ length: ones.size }, (_, index) => (index % 3 ? 1 / rate : 0));
      return tf.tensor(values, ones.shape);
    };
    for (const rates of [{ dropout: 0.4 }, { recurrentDropout: 0.3 }]) {
      const results = resultsOf(
        layers,
        { ...rates, dropoutFunc, returnSequences: true },
        (layer) => layer.apply(sequences(), { training: true, mask: mask() }) as tf.Tensor,
      );
      expectSame(results);
    }
  });

  it("with its state from call to call", () => {
    const options: Partial<Options> = {
      stateful: true,
      returnState: true,
      batchInputShape: [BATCH, STEPS, FEATURES],
    };
    const results = resultsOf(layers, options, (layer) => {
      const outputs: tf.Tensor[] = [];
      const callOnce = (call: CallOptions = {}): void => {
        outputs.push(...(layer.apply(sequences(outputs.length), call) as tf.Tensor[]));
      };
      callOnce();
      callOnce({ training: true });
      callOnce({ mask: mask() });
      outputs.push(...layer.getStates().map((state) => state.clone()));
      layer.resetStates();
      callOnce();
      layer.resetStates(layer.getStates().map((state) => tf.onesLike(state)));
      callOnce();
      layer.resetStates();
      tf.dispose(layer.getStates());
      return outputs;
    });
    expectSame(results);
  });

  it("and refuses what tf.layers refuses", () => {
    expect(() => layers.drop({ units: 0 })).toThrow(/units/);
    const layer = layers.drop({ units: UNITS, recurrentActivation: layers.gates });
    tf.tidy(() => {
      layer.apply(sequences());
      expect(() => layer.apply(tf.ones([2, 3]))).toThrow(/expected ndim=3/);
      expect(() => layer.apply(tf.ones([2, 3, FEATURES + 1]))).toThrow(/incompatible/);
      const initialState = Array.from({ length: 3 }, () => tf.ones([BATCH, UNITS]));
      expect(() => layer.apply(sequences(), { initialState })).toThrow(
        `RNN Layer has ${layers.stateCount} state(s) but was passed 3 initial state(s)`,
      );
      expect(() => layer.resetStates()).toThrow(/not stateful/);
    });
    layer.dispose();
  });
});

it("dropout in training zeroes features of a sequence and scales the others", () => {
  const layer = lstm({
    units: 1,
    recurrentActivation: "sigmoid",
    kernelInitializer: "ones",
    recurrentInitializer: "zeros",
    dropout: 0.5,
  });
  tf.tidy(() => {
    const outputs = (layer.apply(tf.ones([400, 1, 1]), { training: true }) as tf.Tensor).dataSync();
    // Dropped: 0; kept: sigmoid(2) tanh(sigmoid(2) tanh(2)).
    expect(new Set([...outputs].map((value) => value.toFixed(4)))).toEqual(
      new Set(["0.0000", "0.6083"]),
    );
    const dropped = outputs.filter((value) => value === 0).length;
    expect(dropped).toBeGreaterThan(140);
    expect(dropped).toBeLessThan(260);
  });
  layer.dispose();
});
