import { beforeAll, describe, expect, it } from "vitest";
import { expectGolden, type GoldenArray, goldenTensor, readGolden } from "../../test/golden.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { Parameters } from "../model/parameters.ts";
import { Optimizer, type OptimizerOptions } from "./optimizer.ts";

interface OptimizerCase {
  readonly options: OptimizerOptions;
  readonly start: GoldenArray[];
  readonly gradients: GoldenArray[][];
  readonly after: GoldenArray[][];
}

const golden = readGolden<{ optimizers: OptimizerCase[] }>("training/golden.json").optimizers;

beforeAll(() => loadEngine());

function parametersOf(arrays: readonly GoldenArray[]): Parameters {
  const parameters = new Parameters();
  for (const [index, { shape, values }] of arrays.entries()) {
    parameters.create(`weight.${index}`, { shape, values: Float32Array.from(values) });
  }
  return parameters;
}

function apply(optimizer: Optimizer, gradients: readonly GoldenArray[]): void {
  tf.tidy(() => {
    const { applied } = optimizer.apply(gradients.map((gradient) => goldenTensor(gradient)));
    expect(applied).toBe(true);
  });
}

describe.each(golden.map((each) => ({ ...each, name: JSON.stringify(each.options) })))(
  "$name",
  ({ options, start, gradients, after }) => {
    it("equals PyTorch", () => {
      const parameters = parametersOf(start);
      const optimizer = new Optimizer(parameters, options);
      for (const [step, each] of gradients.entries()) {
        apply(optimizer, each);
        for (const [index, variable] of parameters.variables.entries()) {
          expectGolden(variable, after[step]?.[index] as GoldenArray, `weight ${index}`);
        }
      }
      expect(optimizer.step).toBe(gradients.length);
      optimizer.dispose();
      parameters.dispose();
    });

    it("goes on from its state, bit by bit", () => {
      const parameters = parametersOf(start);
      const first = new Optimizer(parameters, options);
      for (const each of gradients.slice(0, 3)) apply(first, each);
      const [state, step, weights] = [first.read(), first.step, parameters.read()];
      for (const each of gradients.slice(3)) apply(first, each);
      const expected = parameters.read();
      parameters.write(weights);
      const second = new Optimizer(parameters, options);
      second.write(state, step);
      for (const each of gradients.slice(3)) apply(second, each);
      expect(parameters.read()).toEqual(expected);
      expect(second.read()).toEqual(first.read());
      first.dispose();
      second.dispose();
      parameters.dispose();
    });
  },
);

it.each([
  [{ learningRate: 0 }, "learningRate must be above 0, got 0"],
  [{ learningRate: Number.NaN }, "learningRate must be above 0, got NaN"],
  [{ learningRate: 1, clipNorm: -1 }, "clipNorm must be above 0, got -1"],
  [{ learningRate: 1, clipValue: 0 }, "clipValue must be above 0, got 0"],
  [{ learningRate: 1, beta1: 1 }, "beta1 must be in [0, 1), got 1"],
  [{ learningRate: 1, momentum: 0.9 }, "momentum is nothing that adam reads, got 0.9"],
  [{ rule: "sgd", learningRate: 1, epsilon: 1 }, "epsilon is nothing that sgd reads, got 1"],
  [{ rule: "adamw", learningRate: 1, weightDecay: -1 }, "weightDecay must be at least 0, got -1"],
  [{ rule: "lion", learningRate: 1 }, "rule must be one of sgd, rmsprop, adagrad, adam, adamw"],
] as [OptimizerOptions, string][])("refuses %j", (options, reason) => {
  expect(() => new Optimizer(new Parameters(), options)).toThrow(
    `Cannot make the optimizer: ${reason}`,
  );
});

it.each([{ clipNorm: 1 }, { clipValue: 1 }])(
  "changes nothing when a gradient is not finite, with %j",
  (clip) => {
    const parameters = parametersOf([{ shape: [2], values: [1, 2] }]);
    const optimizer = new Optimizer(parameters, { learningRate: 0.1, ...clip });
    for (const value of [Number.POSITIVE_INFINITY, Number.NaN]) {
      tf.tidy(() => {
        expect(optimizer.apply([tf.tensor1d([1, value])]).applied).toBe(false);
      });
    }
    expect([...(parameters.variables[0]?.dataSync() ?? [])]).toEqual([1, 2]);
    expect(optimizer.step).toBe(0);
    optimizer.dispose();
    parameters.dispose();
  },
);

it("refuses the state of another rule", () => {
  const parameters = parametersOf([{ shape: [2], values: [1, 2] }]);
  const optimizer = new Optimizer(parameters, { learningRate: 0.1 });
  expect(() => optimizer.write(new Map(), 1)).toThrow(
    'Cannot continue the optimizer: "0.weight.0" must have shape [2], got none',
  );
  optimizer.dispose();
  parameters.dispose();
});
