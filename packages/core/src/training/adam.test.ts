import { beforeAll, expect, it } from "vitest";
import { expectGolden, type GoldenArray, goldenTensor, readGolden } from "../../test/golden.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { Adam, type AdamOptions } from "./adam.ts";

interface AdamCase {
  readonly options: AdamOptions;
  readonly start: GoldenArray[];
  readonly gradients: GoldenArray[][];
  readonly after: GoldenArray[][];
}

const golden = readGolden<{ adam: AdamCase }>("model/golden.json").adam;

beforeAll(() => loadEngine());

it("equals PyTorch's Adam after clipping by the global norm", () => {
  const adam = new Adam(golden.options);
  const variables = golden.start.map((array) => tf.tidy(() => tf.variable(goldenTensor(array))));
  for (const [step, gradients] of golden.gradients.entries()) {
    tf.tidy(() =>
      adam.apply(
        variables.map((variable, index) => ({
          variable,
          gradient: goldenTensor(gradients[index] as GoldenArray),
        })),
      ),
    );
    for (const [index, variable] of variables.entries()) {
      expectGolden(variable, golden.after[step]?.[index] as GoldenArray, `weight ${index}`);
    }
  }
  adam.dispose();
  tf.dispose(variables);
});

it.each([
  [{ learningRate: 0 }, "learningRate must be above 0, got 0"],
  [{ learningRate: Number.NaN }, "learningRate must be above 0, got NaN"],
  [{ learningRate: 1, clipNorm: -1 }, "clipNorm must be above 0, got -1"],
  [{ learningRate: 1, beta1: 1 }, "beta1 must be in [0, 1), got 1"],
])("refuses %j", (options, reason) => {
  expect(() => new Adam(options)).toThrow(`Cannot make Adam: ${reason}`);
});

it("refuses gradients that are not finite, and changes nothing", () => {
  const adam = new Adam({ learningRate: 0.1 });
  const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
  tf.tidy(() => {
    const gradient = tf.tensor1d([1, Number.POSITIVE_INFINITY]);
    expect(() => adam.apply([{ variable, gradient }])).toThrow(
      "Cannot update the weights: the gradients must be finite, got a global norm of Infinity",
    );
  });
  expect([...variable.dataSync()]).toEqual([1, 2]);
  adam.dispose();
  variable.dispose();
});
