import { beforeAll, expect, it } from "vitest";
import { expectGolden, type GoldenArray, goldenTensor, readGolden } from "../../test/golden.ts";
import { loadEngine } from "./engine.ts";
import { linearCrossEntropy } from "./linear-loss.ts";
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
