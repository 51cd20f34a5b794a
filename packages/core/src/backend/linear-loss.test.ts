import { beforeAll, describe, expect, it } from "vitest";
import { expectGolden, type GoldenArray, goldenTensor, readGolden } from "../../test/golden.ts";
import { loadEngine } from "./engine.ts";
import { linearCopyCrossEntropy, linearCrossEntropy } from "./linear-loss.ts";
import { tf } from "./tf.ts";

interface CrossEntropyCase {
  readonly inputs: Record<"input" | "kernel" | "bias", GoldenArray>;
  readonly labels: number[];
  readonly weights: number[];
  readonly loss: number;
  readonly gradients: Record<"input" | "kernel" | "bias", GoldenArray>;
}

const golden = readGolden<{ crossEntropy: CrossEntropyCase }>("model/golden.json").crossEntropy;
const NAMES = ["input", "kernel", "bias"] as const;

beforeAll(() => loadEngine());

it("equals PyTorch in loss and gradients, with weights and a row left out", () => {
  tf.tidy(() => {
    const loss = (...inputs: tf.Tensor[]): tf.Scalar =>
      linearCrossEntropy({
        input: inputs[0] as tf.Tensor2D,
        kernel: inputs[1] as tf.Tensor2D,
        bias: inputs[2] as tf.Tensor1D,
        labels: tf.tensor1d(golden.labels, "int32"),
        weights: tf.tensor1d(golden.weights),
      });
    const inputs = NAMES.map((name) => goldenTensor(golden.inputs[name]));
    const { value, grads } = tf.valueAndGrads(loss)(inputs);
    expect(value.dataSync()[0]).toBeCloseTo(golden.loss, 5);
    for (const [index, name] of NAMES.entries()) {
      expectGolden(grads[index] as tf.Tensor, golden.gradients[name], name);
    }
  });
});

it("stays finite for logits of thousands", () => {
  tf.tidy(() => {
    const loss = linearCrossEntropy({
      input: tf.tensor2d([[1000]]),
      kernel: tf.tensor2d([[5, -5]]),
      bias: tf.zeros([2]),
      labels: tf.tensor1d([1], "int32"),
      weights: tf.tensor1d([1]),
    });
    expect(loss.dataSync()[0]).toBeCloseTo(10_000, 0);
  });
});

describe("words that are written or copied", () => {
  // Two sources of two rows each; the classes of a row have the same probability, 1 / 4.
  const options = () => ({
    input: tf.ones([2, 2, 3]),
    kernel: tf.zeros<tf.Rank.R2>([3, 4]),
    labels: tf.tensor2d([[1, 5], [7, 3]], undefined, "int32"),
    gate: tf.zeros([4, 1]), // half is written, half copied
    attention: tf.tensor3d([[[0.5, 0.2, 0.3], [0.5, 0.2, 0.3]], [[1, 0, 0], [0, 0.4, 0.6]]]),
    copyIds: tf.tensor2d([[1, 5, 1], [3, 6, 0]], undefined, "int32"),
  }); // biome-ignore format: a source each

  it("add up what is written and every place that is copied", () => {
    tf.tidy(() => {
      // A label of the vocabulary that is twice in the source, one that is only there, one that is nowhere, one with no attention.
      const expected = [0.5 / 4 + 0.5 * 0.8, 0.5 * 0.2, 1e-20, 0.5 / 4];
      for (const [row, probability] of expected.entries()) {
        const weights = tf.oneHot(tf.tensor1d([row], "int32"), 4, 2, 0, "float32");
        const loss = linearCopyCrossEntropy({ ...options(), weights });
        expect(loss.dataSync()[0]).toBeCloseTo(-2 * Math.log(probability), 4);
      }
      const all = -expected.reduce((sum, probability) => sum + Math.log(probability), 0);
      expect(linearCopyCrossEntropy(options()).dataSync()[0]).toBeCloseTo(all, 4);
    });
  });

  it("have no gradient where a word cannot be written", () => {
    tf.tidy(() => {
      const { gate, ...rest } = options();
      const weights = tf.tensor1d([0, 0, 1, 0]);
      const loss = (x: tf.Tensor): tf.Scalar =>
        linearCopyCrossEntropy({ ...rest, gate: x, weights });
      expect([...tf.grad(loss)(gate).dataSync()]).toEqual([0, 0, 0, 0]);
    });
  });

  it.each([
    ["labels", [3], "labels must have shape [4], got [3]"],
    ["gate", [2], "gate must have shape [4], got [2]"],
    ["attention", [4, 2], "attention must have shape [4, 3], got [4, 2]"],
    ["copyIds", [3, 3], "copyIds must have shape [4, 3], got [3, 3]"],
  ])("refuse %s of another shape", (name, shape, message) => {
    tf.tidy(() => {
      const tensor = tf.zeros(shape, name === "labels" || name === "copyIds" ? "int32" : "float32");
      expect(() => linearCopyCrossEntropy({ ...options(), [name]: tensor })).toThrow(
        `Cannot run linear cross-entropy with copies: ${message}`,
      );
    });
  });
});
