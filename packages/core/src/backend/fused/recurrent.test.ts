/** The fused recurrent layers against the composed ones, over shapes with tails. */
import { beforeAll, describe, expect, it } from "vitest";
import {
  compare,
  expectBelow,
  normal,
  relativeDifference,
  type Tensors,
} from "../../../test/compare.ts";
import { onEachThreadCount } from "../../../test/kernel-threads.ts";
import { type Form, inputsOf, optionsOf } from "../../../test/recurrent-inputs.ts";
import { Random } from "../../data/random.ts";
import { composedGru } from "../composed/gru.ts";
import { composedLayerNormLstm } from "../composed/layer-norm-lstm.ts";
import { composedLstm } from "../composed/lstm.ts";
import { hasFusedKernels, loadEngine } from "../engine.ts";
import type {
  GruOptions,
  LayerNormLstmOptions,
  LstmOptions,
  PackedCell,
} from "../recurrent-options.ts";
import { tf } from "../tf.ts";
import { fusedGru } from "./gru.ts";
import { fusedLayerNormLstm } from "./layer-norm-lstm.ts";
import { fusedLstm } from "./lstm.ts";
import { fusedPackKernel, fusedPackRecurrentKernel } from "./packed-weights.ts";

await loadEngine();

const UNITS = [1, 3, 16, 37, 100];
const BATCHES = [1, 5, 64];
const STEPS = [1, 2, 17];
const SHAPES = UNITS.flatMap((units) =>
  BATCHES.flatMap((batch) => STEPS.map((steps) => ({ units, batch, steps }))),
);
/** What the layer is called with beside its weights. */
const FORMS = {
  plain: {},
  "states, padding at the end, reversed": { states: true, mask: "end", reverse: true },
  "mask anywhere, recurrent dropout": { mask: "anywhere", dropout: true },
  "repeated input, padding at the start, states": { repeat: true, mask: "start", states: true },
} as const;
const TABLE_FORMS = {
  "rows of a table": { table: true },
  "rows of a table, mask anywhere, reversed": { table: true, mask: "anywhere", reverse: true },
} as const;

let random: Random;
beforeAll(() => {
  random = Random.fromSeed(1);
});

describe.runIf(hasFusedKernels()).each(Object.entries(FORMS))("fused, %s:", compareInAllShapes);

describe.runIf(hasFusedKernels())("fused layer-normalised LSTM", () => {
  // Over one unit the variance is 0, and over three it can be as small as rounding: each step
  // multiplies the rounding of the one before, in either implementation.
  const sizes = SHAPES.filter(({ units, steps }) => units > 3 || (units > 1 && steps < 3));

  it.each(sizes)("of $units units, batch $batch, $steps steps equals the composed", (size) => {
    tf.tidy(() => {
      const { units, batch } = size;
      const form: Form = {
        states: true,
        mask: "end",
        reverse: units % 2 === 0,
        dropout: batch !== 5,
        repeat: batch === 5,
      };
      const options = optionsOf(random, size, form);
      const around1 = (length: number): tf.Tensor => tf.add(normal(random, [length], 0.1), 1);
      const difference = compare({
        inputs: {
          ...inputsOf(random, { size, form, gates: 4, bias: [4 * units] }),
          inputScale: around1(4 * units),
          recurrentScale: around1(4 * units),
          cellScale: around1(units),
          cellBias: normal(random, [units], 0.1),
        },
        actual: (tensors) => ({
          ...fusedLayerNormLstm({ ...tensors, ...options } as unknown as LayerNormLstmOptions),
        }),
        expected: (tensors) => ({
          ...composedLayerNormLstm({ ...tensors, ...options } as unknown as LayerNormLstmOptions),
        }),
        random,
      });
      // Over 17 steps one draw was seen at 1.4e-5 and 2.4e-5; which side rounds more is not known.
      const slack = size.steps === 17 ? 3 : 1;
      expectBelow(difference, { values: slack * 1e-5, gradients: slack * 2e-5 });
    });
  });
});

describe.runIf(hasFusedKernels())("one step with packed weights", () => {
  type Layer = (options: Record<string, unknown>) => { readonly outputs: tf.Tensor };
  const layers: Record<PackedCell, Layer> = {
    lstm: (options) => fusedLstm(options as unknown as LstmOptions),
    gru: (options) => fusedGru(options as unknown as GruOptions),
    layerNormLstm: (options) => fusedLayerNormLstm(options as unknown as LayerNormLstmOptions),
  };

  it.each([
    ["lstm", 37, 5],
    ["lstm", 256, 64],
    ["gru", 37, 5],
    ["gru", 64, 9],
    ["layerNormLstm", 37, 5],
  ] as const)("%s of %d units, batch %d gives the same", (cell, units, batch) => {
    tf.tidy(() => {
      const gates = cell === "gru" ? 3 : 4;
      const size = { units, batch, steps: 1 };
      const bias = cell === "gru" ? [2, gates * units] : [gates * units];
      const options = {
        ...inputsOf(random, { size, form: { states: true }, gates, bias }),
        inputScale: tf.ones([gates * units]),
        recurrentScale: tf.ones([gates * units]),
        cellScale: tf.ones([units]),
        cellBias: tf.zeros([units]),
      };
      const packed = {
        kernel: fusedPackKernel(options["kernel" as never]),
        recurrentKernel: fusedPackRecurrentKernel(options["recurrentKernel" as never], cell),
      };
      const expected = layers[cell](options).outputs;
      onEachThreadCount((threads) => {
        const { outputs } = layers[cell]({ ...options, packed });
        expect(relativeDifference(outputs, expected), `on ${threads} threads`).toBeLessThan(1e-6);
      });
    });
  });

  it("is not for a GRU that resets before its product, which packs its own", () => {
    tf.tidy(() => {
      const options = {
        ...inputsOf(random, {
          size: { units: 37, batch: 5, steps: 1 },
          form: { states: true },
          gates: 3,
          bias: [111],
        }),
        resetAfter: false,
      };
      const kernel = fusedPackKernel(options["kernel" as never]);
      const packed = { kernel, recurrentKernel: kernel };
      onEachThreadCount((threads) => {
        const expected = layers.gru(options).outputs;
        const { outputs } = layers.gru({ ...options, packed });
        expect(relativeDifference(outputs, expected), `on ${threads} threads`).toBe(0);
      });
    });
  });
});

describe.runIf(hasFusedKernels())("fused kernels", () => {
  const weights = () => ({
    input: tf.ones([2, 3, 4]),
    kernel: tf.ones<tf.Rank.R2>([4, 20]),
    recurrentKernel: tf.ones<tf.Rank.R2>([5, 20]),
    bias: tf.ones<tf.Rank.R1>([20]),
  });

  it.each<[string, () => Partial<LstmOptions>, string]>([
    ["kernel", () => ({ kernel: tf.ones([4, 16]) }), "kernel must have shape [4, 20], got [4, 16]"],
    ["input", () => ({ input: tf.ones([2, 3]) }), "input must have 3 axes, got [2, 3]"],
    ["bias", () => ({ bias: tf.ones([21]) }), "bias must have shape [20], got [21]"],
    ["mask", () => ({ mask: tf.ones([3, 2]) }), "mask must have shape [2, 3], got [3, 2]"],
    ["empty input", () => ({ input: tf.zeros([0, 3, 4]) }), "input must have between 1 and"],
  ])("refuse a wrong %s with an error that names it", (_, change, reason) => {
    tf.tidy(() => {
      onEachThreadCount(() => {
        expect(() => fusedLstm({ ...weights(), ...change() })).toThrow(
          `Cannot run EncdecLstm: ${reason}`,
        );
      });
    });
  });
});

describe.runIf(hasFusedKernels()).each(Object.entries(TABLE_FORMS))(
  "fused, %s:",
  compareInAllShapes,
);

/** The fused LSTM and GRU against the composed ones, in every shape. */
function compareInAllShapes(_: string, form: Form): void {
  type Layer = (options: Record<string, unknown>) => Tensors;
  const run = (layer: {
    readonly inputs: Tensors;
    readonly fused: Layer;
    readonly composed: Layer;
    readonly options: Record<string, unknown>;
  }) =>
    compare({
      inputs: layer.inputs,
      actual: (tensors) => layer.fused({ ...tensors, ...layer.options }),
      expected: (tensors) => layer.composed({ ...tensors, ...layer.options }),
      random,
    });

  it.each(SHAPES)(
    "LSTM of $units units, batch $batch, $steps steps equals the composed",
    (size) => {
      tf.tidy(() => {
        const difference = run({
          inputs: inputsOf(random, { size, form, gates: 4, bias: [4 * size.units] }),
          fused: (options) => ({ ...fusedLstm(options as unknown as LstmOptions) }),
          composed: (options) => ({ ...composedLstm(options as unknown as LstmOptions) }),
          options: optionsOf(random, size, form),
        });
        expectBelow(difference, { values: 1e-5, gradients: 2e-5 });
      });
    },
  );

  it.each(SHAPES)("GRU of $units units, batch $batch, $steps steps equals the composed", (size) => {
    for (const resetAfter of [true, false]) {
      tf.tidy(() => {
        const bias = resetAfter ? [2, 3 * size.units] : [3 * size.units];
        const difference = run({
          inputs: inputsOf(random, { size, form, gates: 3, bias }),
          fused: (options) => ({ ...fusedGru(options as unknown as GruOptions) }),
          composed: (options) => ({ ...composedGru(options as unknown as GruOptions) }),
          options: { ...optionsOf(random, size, form), resetAfter },
        });
        expectBelow(difference, { values: 1e-5, gradients: 2e-5 });
      });
    }
  });
}
