/** The fused output layers, embeddings and optimizers against the composed ones. */
import { describe, expect, it } from "vitest";
import {
  compare,
  expectBelow,
  normal,
  relativeDifference,
  type Tensors,
} from "../../../test/compare.ts";
import { onEachThreadCount } from "../../../test/kernel-threads.ts";
import { Random } from "../../data/random.ts";
import { composedLinearCrossEntropy, composedLinearSquaredError } from "../composed/linear-loss.ts";
import { composedOptimizerStep } from "../composed/optimizer-step.ts";
import { hasFusedKernels, loadEngine } from "../engine.ts";
import { gatherEmbeddings } from "../gather-embeddings.ts";
import { linearCrossEntropy } from "../linear-loss.ts";
import type { OptimizerRule, OptimizerStepOptions } from "../optimizer-options.ts";
import type { Precision } from "../recurrent-options.ts";
import { tf } from "../tf.ts";
import { fusedLinear } from "./linear.ts";
import { fusedLinearCrossEntropy, fusedLinearSquaredError } from "./linear-loss.ts";
import { fusedOptimizerStep } from "./optimizer-step.ts";

await loadEngine();
const random = Random.fromSeed(2);

describe.runIf(hasFusedKernels())("fused output layers", () => {
  const sizes = [1, 5, 64, 300].flatMap((rows) =>
    [1, 3, 37, 100].flatMap((features) =>
      [2, 13, 16, 100, 1000].map((classes) => ({ rows, features, classes })),
    ),
  );

  it.each(sizes)("cross-entropy of $rows rows, $features features, $classes classes", (size) => {
    const { rows, features, classes } = size;
    tf.tidy(() => {
      const isOut = (row: number): boolean => rows > 2 && row % 3 === 1;
      const labels = Array.from({ length: rows }, (_, row) =>
        isOut(row) ? -1 : (row * 7) % classes,
      );
      const weights = Array.from({ length: rows }, (_, row) =>
        isOut(row) ? 0 : 1 + (row % 2) / 2,
      );
      const options = {
        labels: tf.tensor1d(labels, "int32"),
        weights: tf.tensor1d(weights),
        labelSmoothing: (features + classes) % 2 === 0 ? 0.1 : 0,
      };
      const difference = compare({
        inputs: {
          input: normal(random, [rows, features]),
          kernel: normal(random, [features, classes], 0.5),
          bias: normal(random, [classes]),
        },
        actual: (tensors) => ({
          loss: fusedLinearCrossEntropy({ ...tensors, ...options } as never),
        }),
        expected: (tensors) => ({
          loss: composedLinearCrossEntropy({ ...tensors, ...options } as never),
        }),
        random,
      });
      expectBelow(difference, { values: 1e-5, gradients: 2e-5 });
    });
  });

  it.each([
    [1, 1, 1],
    [7, 100, 2],
    [224, 37, 33],
  ])("squared error of %d rows, %d features, %d outputs", (rows, features, outputs) => {
    tf.tidy(() => {
      const options = {
        targets: normal(random, [rows, 2, outputs]),
        weights: normal(random, [rows, 2]),
      };
      const difference = compare({
        inputs: {
          input: normal(random, [rows, 2, features]),
          kernel: normal(random, [features, outputs]),
          bias: normal(random, [outputs]),
        },
        actual: (tensors) => ({
          loss: fusedLinearSquaredError({ ...tensors, ...options } as never),
        }),
        expected: (tensors) => ({
          loss: composedLinearSquaredError({ ...tensors, ...options } as never),
        }),
        random,
      });
      expectBelow(difference, { values: 1e-5, gradients: 2e-5 });
    });
  });

  it("a linear layer in mixed bfloat16 is near the one in float32", () => {
    tf.tidy(() => {
      const run = (precision: Precision) => (tensors: Tensors) => ({
        result: fusedLinear({ ...tensors, precision } as never),
      });
      const difference = compare({
        inputs: {
          input: normal(random, [70, 3, 37]),
          kernel: normal(random, [37, 101]),
          bias: normal(random, [101]),
        },
        actual: run("mixed-bfloat16"),
        expected: run("float32"),
        random,
      });
      expectBelow(difference, { values: 0.01, gradients: 0.01 });
    });
  });

  it("name a label and an id that are out of range", () => {
    onEachThreadCount(() => tf.tidy(expectNamed));
  });

  function expectNamed(): void {
    const input = tf.ones([2, 3]);
    const kernel = tf.ones<tf.Rank.R2>([3, 5]);
    expect(() =>
      linearCrossEntropy({ input, kernel, labels: tf.tensor1d([0, 5], "int32") }),
    ).toThrow("labels must be below the vocabulary of 5, got 5 at row 1");
    expect(() => gatherEmbeddings({ table: kernel, ids: tf.tensor1d([3], "int32") })).toThrow(
      "ids must be below the vocabulary of 3, got 3",
    );
  }
});

describe.runIf(hasFusedKernels()).each([
  [7, 3, [4]],
  [4000, 128, [64, 12]],
  [50, 37, [5, 2]],
])("fused embeddings of %d tokens by %d", (vocabulary, features, shape) => {
  it("equal tf.gather", () => {
    tf.tidy(() => {
      const size = shape.reduce((product, length) => product * length, 1);
      const values = Array.from({ length: size }, () => random.integer(vocabulary));
      const ids = tf.tensor(values, shape, "int32");
      const difference = compare({
        inputs: { table: normal(random, [vocabulary, features]) },
        actual: ({ table }) => ({ rows: gatherEmbeddings({ table: table as tf.Tensor2D, ids }) }),
        expected: ({ table }) => ({ rows: tf.gather(table as tf.Tensor, ids) }),
        random,
      });
      // Values are the same, bit by bit.
      expectBelow(difference, { values: Number.MIN_VALUE, gradients: 1e-6 });
    });
  });
});

describe.runIf(hasFusedKernels()).each([
  ["sgd", 0],
  ["sgd", 1],
  ["rmsprop", 1],
  ["rmsprop", 2],
  ["adam", 2],
  ["adamw", 2],
  ["adagrad", 1],
] as [OptimizerRule, number][])("fused %s with %d slots", (rule, slotCount) => {
  const sizes = [1, 37, 70_000];
  type State = Pick<OptimizerStepOptions, "variables" | "slots">;

  function makeState(values: readonly Float32Array[]): State {
    const variable = (value: tf.Tensor): tf.Variable => tf.variable(value);
    return {
      variables: values.map((value) => variable(tf.tensor1d(value))),
      slots: Array.from({ length: slotCount }, () =>
        sizes.map((size) => variable(tf.zeros([size]))),
      ),
    };
  }
  const rest = { rule, learningRate: 0.01, epsilon: 1e-6, weightDecay: 0.1, secondDecay: 0.9 };

  it.each([0, 1])("equals the composed with clipNorm %d", (clipNorm) => {
    onEachThreadCount(() => tf.tidy(() => expectSameSteps(clipNorm)));
  });

  function expectSameSteps(clipNorm: number): void {
    const values = sizes.map((size) => normal(random, [size]).dataSync<"float32">());
    const [fused, composed] = [makeState(values), makeState(values)];
    const copies = fused.variables.map((variable) => tf.clone(variable));
    for (const step of [1, 2, 3]) {
      const gradients = sizes.map((size) => normal(random, [size]));
      const options = { ...rest, gradients, step, clipNorm };
      const reports = [
        fusedOptimizerStep({ ...options, ...fused }),
        composedOptimizerStep({ ...options, ...composed }),
      ] as const;
      expect(relativeDifference(...reports)).toBeLessThan(1e-5);
    }
    for (const [index, variable] of composed.variables.entries()) {
      const actual = fused.variables[index] as tf.Variable;
      expect(relativeDifference(actual, variable)).toBeLessThan(1e-5);
      // A copy that was made before does not change with the variable.
      expect([...(copies[index]?.dataSync() ?? [])]).toEqual([...(values[index] ?? [])]);
    }
    for (const state of [fused, composed]) tf.dispose([...state.variables, ...state.slots.flat()]);
  }

  it("changes nothing when a gradient is not finite", () => {
    onEachThreadCount(() => tf.tidy(expectRefusal));
  });

  function expectRefusal(): void {
    const state = makeState(sizes.map((size) => new Float32Array(size).fill(1)));
    const gradients = sizes.map((size, index) => tf.fill([size], index === 1 ? Number.NaN : 1));
    const report = fusedOptimizerStep({ ...rest, ...state, gradients });
    expect(report.dataSync()[1]).toBe(0);
    for (const variable of state.variables)
      expect(new Set(variable.dataSync())).toEqual(new Set([1]));
    tf.dispose([...state.variables, ...state.slots.flat()]);
  }
});
