import { beforeAll, describe, expect, it } from "vitest";
import { normal, relativeDifference } from "../../test/compare.ts";
import { gradientErrors } from "../../test/gradient-check.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { Random } from "../data/random.ts";
import type { EncoderConfig } from "./config.ts";
import { encoderSchema, initializationSchema } from "./config-schema.ts";
import { Parameters } from "./parameters.ts";
import {
  RecurrentStack,
  type RecurrentStackResult,
  type RecurrentState,
} from "./recurrent-stack.ts";

const [BATCH, STEPS, INPUT_SIZE] = [2, 4, 3];
const CELLS = ["lstm", "gru", "layerNormLstm"] as const;
const GRID: EncoderConfig[] = [
  ...CELLS.flatMap((cell) => [
    { cell, units: 3, layers: 3, residual: true },
    { cell, units: 3, layers: 2, direction: "concatenate" as const },
  ]),
  { cell: "gru", units: 4, resetAfter: false },
  { cell: "lstm", units: 3, layers: 2, direction: "sum", residual: true },
  { cell: "lstm", units: 3, direction: "average" },
];
const FORWARD: EncoderConfig[] = [
  ...CELLS.map((cell) => ({ cell, units: 3, layers: 2, residual: true })),
  { cell: "gru", units: 3, resetAfter: false },
];

/** A stack, an input and a mask, for as long as `use` runs. */
function withStack(
  config: EncoderConfig,
  use: (options: {
    stack: RecurrentStack;
    parameters: Parameters;
    input: tf.Tensor3D;
    mask: tf.Tensor2D;
    random: Random;
  }) => void,
): void {
  const random = Random.fromSeed(1);
  const parameters = new Parameters();
  const stack = new RecurrentStack(parameters, "encoder", {
    ...encoderSchema.parse(config),
    inputSize: INPUT_SIZE,
    initialization: initializationSchema.parse({}),
    uniform: () => random.uniform(),
  });
  tf.tidy(() => {
    const input = normal(random, [BATCH, STEPS, INPUT_SIZE]) as tf.Tensor3D;
    const mask = tf.tensor2d([1, 1, 1, 1, 1, 1, 0, 0], [BATCH, STEPS]);
    use({ stack, parameters, input, mask, random });
  });
  parameters.dispose();
}

function named(configs: readonly EncoderConfig[]): [string, EncoderConfig][] {
  return configs.map((config) => [JSON.stringify(config), config]);
}

function tensorsOf(states: readonly RecurrentState[]): tf.Tensor[] {
  return states.flatMap(({ hidden, cell }) => (cell ? [hidden, cell] : [hidden]));
}

function expectAlike(actual: readonly tf.Tensor[], expected: readonly tf.Tensor[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [index, tensor] of actual.entries()) {
    expect(relativeDifference(tensor, expected[index] as tf.Tensor)).toBeLessThan(1e-5);
  }
}

/** Runs one step after the other. */
function runStepByStep(
  input: tf.Tensor3D,
  run: (step: tf.Tensor3D, states: RecurrentState[] | undefined) => RecurrentStackResult,
): { readonly outputs: tf.Tensor; readonly states: RecurrentState[] } {
  let states: RecurrentState[] | undefined;
  const outputs = tf.split(input, input.shape[1], 1).map((step) => {
    const result = run(step as tf.Tensor3D, states);
    states = result.states;
    return result.outputs;
  });
  return { outputs: tf.concat(outputs, 1), states: states ?? [] };
}

beforeAll(() => loadEngine());

describe.each(named(GRID))("%s", (_, config) => {
  it("has the gradients of finite differences", () => {
    withStack(config, ({ stack, parameters, input, mask, random }) => {
      const weights = normal(random, [BATCH, STEPS, stack.outputSize]);
      const loss = (): tf.Scalar => {
        const { outputs, states } = stack.run(input, { mask });
        const stateLosses = tensorsOf(states).map((state) => tf.sum(tf.sin(state)));
        return tf.addN([tf.sum(tf.mul(outputs, weights)), ...stateLosses]) as tf.Scalar;
      };
      const { variables } = parameters;
      expect(gradientErrors({ variables, loss, random }).worst).toBeLessThan(0.01);
    });
  });

  it("does not see what is padded, nor how much", () => {
    withStack(config, ({ stack, input, mask }) => {
      const whole = stack.run(input, { mask });
      const garbage = tf.fill([BATCH, 3, INPUT_SIZE], 100);
      const junk = tf.mul(tf.sub(1, tf.expandDims(mask, 2)), 100);
      const longer = stack.run(tf.concat([tf.add(input, junk), garbage], 1), {
        mask: tf.concat([mask, tf.zeros([BATCH, 3])], 1),
      });
      expectAlike(tensorsOf(longer.states), tensorsOf(whole.states));
      const alone = stack.run(tf.slice(input, [1, 0, 0], [1, 2, -1]), {});
      const inBatch = whole.states.map(({ hidden, cell }) => ({
        hidden: tf.slice(hidden, [1, 0], [1, -1]),
        ...(cell && { cell: tf.slice(cell, [1, 0], [1, -1]) }),
      }));
      expectAlike(
        [alone.outputs, ...tensorsOf(alone.states)],
        [tf.slice(whole.outputs, [1, 0, 0], [1, 2, -1]), ...tensorsOf(inBatch)],
      );
    });
  });

  it("repeats a vector as if it were written out", () => {
    withStack(config, ({ stack, input }) => {
      const vector = tf.mean(input, 1);
      const copies = tf.tile(tf.expandDims(vector, 1), [1, 5, 1]);
      const [repeated, expected] = [stack.run(vector, { repeat: 5 }), stack.run(copies)];
      expectAlike([repeated.outputs], [expected.outputs]);
    });
  });
});

describe.each(named(FORWARD))("%s", (_, config) => {
  it("goes on from its states, packed weights or not", () => {
    withStack(config, ({ stack, input }) => {
      const whole = stack.run(input);
      for (const packed of [undefined, stack.pack()]) {
        const steps = runStepByStep(input, (step, initialStates) =>
          stack.run(step, { initialStates, packed }),
        );
        expectAlike(
          [steps.outputs, ...tensorsOf(steps.states)],
          [whole.outputs, ...tensorsOf(whole.states)],
        );
      }
    });
  });

  it("drops the same of the state at every step", () => {
    withStack({ ...config, dropout: { recurrent: 0.5 } }, ({ stack, input }) => {
      const recurrentMasks = stack.recurrentMasks(BATCH, () => 7);
      const whole = stack.run(input, { recurrentMasks });
      const steps = runStepByStep(input, (step, initialStates) =>
        stack.run(step, { initialStates, recurrentMasks }),
      );
      expectAlike([steps.outputs], [whole.outputs]);
      const without = stack.run(input);
      expect(relativeDifference(whole.outputs, without.outputs)).toBeGreaterThan(1e-3);
      expectAlike([stack.run(input, { seeds: () => 7 }).outputs], [whole.outputs]);
    });
  });
});

describe("dropout", () => {
  const RATES = ["input", "between", "output"] as const;

  it.each(RATES)("depends on the seeds alone, and is off without them: %s", (name) => {
    const stacks = { units: 3, layers: 2, dropout: { [name]: 0.5 } };
    withStack(stacks, ({ stack, input }) => {
      const plain = stack.run(input).outputs;
      const dropped = stack.run(input, { seeds: () => 3 }).outputs;
      expectAlike([stack.run(input, { seeds: () => 3 }).outputs], [dropped]);
      for (const other of [plain, stack.run(input, { seeds: () => 4 }).outputs]) {
        expect(relativeDifference(dropped, other)).toBeGreaterThan(1e-3);
      }
    });
    withStack({ ...stacks, dropout: {} }, ({ stack, input }) => {
      expectAlike([stack.run(input, { seeds: () => 3 }).outputs], [stack.run(input).outputs]);
    });
  });

  it("drops that share of the outputs and scales the others", () => {
    withStack({ units: 50, dropout: { output: 0.25 } }, ({ stack, input }) => {
      const plain = stack.run(input).outputs.dataSync();
      const dropped = stack.run(input, { seeds: () => 3 }).outputs.dataSync();
      const kept = [...dropped.keys()].filter((index) => dropped[index] !== 0);
      expect(kept.length / dropped.length).toBeCloseTo(0.75, 1);
      for (const index of kept) {
        expect(dropped[index]).toBeCloseTo((plain[index] as number) / 0.75, 5);
      }
    });
  });

  it("has the gradients of finite differences", () => {
    const rates = { input: 0.3, between: 0.3, output: 0.3, recurrent: 0.3 };
    withStack({ units: 4, layers: 2, dropout: rates }, ({ stack, parameters, input, random }) => {
      const loss = (): tf.Scalar => {
        let seed = 0;
        return tf.sum(tf.square(stack.run(input, { seeds: () => seed++ }).outputs));
      };
      const { variables } = parameters;
      expect(gradientErrors({ variables, loss, random }).worst).toBeLessThan(0.01);
    });
  });
});

it("refuses initial states for two directions", () => {
  withStack({ units: 3, direction: "sum" }, ({ stack, input }) => {
    const initialStates = stack.run(input).states;
    expect(() => stack.run(input, { initialStates })).toThrow(
      'Cannot run recurrent layers: initial states belong to one direction, got "sum"',
    );
  });
});
