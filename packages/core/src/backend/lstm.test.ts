import { beforeAll, describe, expect, it } from "vitest";
import { expectGolden, type GoldenArray, goldenTensor, readGolden } from "../../test/golden.ts";
import { loadEngine } from "./engine.ts";
import { lstm } from "./lstm.ts";
import type { LstmResult } from "./recurrent-options.ts";
import { tf } from "./tf.ts";

interface LstmCase {
  readonly inputs: Record<InputName, GoldenArray>;
  readonly mask?: GoldenArray;
  readonly lossWeights: Record<ResultName, GoldenArray>;
  readonly results: Record<ResultName, GoldenArray>;
  readonly gradients: Record<InputName, GoldenArray>;
}

const INPUTS = [
  "input",
  "kernel",
  "recurrentKernel",
  "bias",
  "initialHidden",
  "initialCell",
] as const;
const RESULTS = ["outputs", "hidden", "cell"] as const;
type InputName = (typeof INPUTS)[number];
type ResultName = (typeof RESULTS)[number];

const golden = readGolden<{ lstm: Record<string, LstmCase> }>("model/golden.json");

beforeAll(() => loadEngine());

describe.each(Object.entries(golden.lstm))("LSTM %s equals Keras", (_, values) => {
  const run = (inputs: readonly tf.Tensor[]): LstmResult => {
    const [input, kernel, recurrentKernel, bias, initialHidden, initialCell] = inputs;
    return lstm({
      input: input as tf.Tensor3D,
      kernel: kernel as tf.Tensor2D,
      recurrentKernel: recurrentKernel as tf.Tensor2D,
      bias: bias as tf.Tensor1D,
      initialHidden: initialHidden as tf.Tensor2D,
      initialCell: initialCell as tf.Tensor2D,
      mask: values.mask && goldenTensor<tf.Tensor2D>(values.mask),
    });
  };

  it("in outputs and states", () => {
    tf.tidy(() => {
      const results = run(INPUTS.map((name) => goldenTensor(values.inputs[name])));
      for (const name of RESULTS) expectGolden(results[name], values.results[name], name);
    });
  });

  it("in every gradient", () => {
    tf.tidy(() => {
      const loss = (...inputs: tf.Tensor[]): tf.Scalar => {
        const results = run(inputs);
        return tf.addN(
          RESULTS.map((name) =>
            tf.sum(tf.mul(results[name] as tf.Tensor, goldenTensor(values.lossWeights[name]))),
          ),
        );
      };
      const gradients = tf.grads(loss)(INPUTS.map((name) => goldenTensor(values.inputs[name])));
      for (const [index, name] of INPUTS.entries()) {
        expectGolden(gradients[index] as tf.Tensor, values.gradients[name], name);
      }
    });
  });
});

describe("lstm", () => {
  it("starts from zeros when no state is given", () => {
    tf.tidy(() => {
      const weights = {
        input: tf.randomUniform<tf.Rank.R3>([2, 3, 4], -1, 1, "float32", 1),
        kernel: tf.randomUniform<tf.Rank.R2>([4, 8], -1, 1, "float32", 2),
        recurrentKernel: tf.randomUniform<tf.Rank.R2>([2, 8], -1, 1, "float32", 3),
        bias: tf.zeros<tf.Rank.R1>([8]),
      };
      const zeros = tf.zeros<tf.Rank.R2>([2, 2]);
      const given = lstm({ ...weights, initialHidden: zeros, initialCell: zeros });
      expect(lstm(weights).outputs.arraySync()).toEqual(given.outputs.arraySync());
    });
  });

  it("has a gradient for a single step", () => {
    tf.tidy(() => {
      const gradient = tf.grad((input: tf.Tensor) => {
        const ones = (shape: number[]): tf.Tensor => tf.fill(shape, 0.1);
        return lstm({
          input: input as tf.Tensor3D,
          kernel: ones([4, 8]) as tf.Tensor2D,
          recurrentKernel: ones([2, 8]) as tf.Tensor2D,
          bias: ones([8]) as tf.Tensor1D,
        }).hidden;
      })(tf.ones([1, 1, 4]));
      const values = gradient.dataSync();
      expect(values[0]).toBeGreaterThan(0);
      expect(new Set(values).size).toBe(1);
    });
  });

  it("carries the initial state through a sequence of padding only", () => {
    tf.tidy(() => {
      const initialHidden = tf.tensor2d([[1, 2]]);
      const initialCell = tf.tensor2d([[3, 4]]);
      const { outputs, hidden, cell } = lstm({
        input: tf.ones([1, 2, 4]),
        kernel: tf.ones([4, 8]),
        recurrentKernel: tf.ones([2, 8]),
        bias: tf.ones([8]),
        initialHidden,
        initialCell,
        mask: tf.zeros([1, 2]),
      });
      expect(hidden.arraySync()).toEqual([[1, 2]]);
      expect(cell.arraySync()).toEqual([[3, 4]]);
      expect(outputs.arraySync()).toEqual([
        [
          [1, 2],
          [1, 2],
        ],
      ]);
    });
  });

  it("refuses shapes that do not fit", () => {
    tf.tidy(() => {
      const weights = {
        input: tf.zeros<tf.Rank.R3>([2, 3, 4]),
        kernel: tf.zeros<tf.Rank.R2>([4, 8]),
        recurrentKernel: tf.zeros<tf.Rank.R2>([2, 8]),
        bias: tf.zeros<tf.Rank.R1>([8]),
      };
      expect(() => lstm({ ...weights, kernel: tf.zeros([5, 8]) })).toThrow(
        "Cannot run LSTM: kernel must have shape [4, 8], got [5, 8]",
      );
      expect(() => lstm({ ...weights, mask: tf.zeros([2, 4]) })).toThrow(
        "Cannot run LSTM: mask must have shape [2, 3], got [2, 4]",
      );
    });
  });
});
