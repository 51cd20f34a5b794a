import { beforeAll, describe, expect, it } from "vitest";
import { expectGolden, type GoldenArray, goldenTensor, readGolden } from "../../test/golden.ts";
import { additiveAttention, coverageAttention, dotAttention } from "./attention.ts";
import { loadEngine } from "./engine.ts";
import { tf } from "./tf.ts";

beforeAll(() => loadEngine());

interface AttentionCase {
  readonly scale: number;
  readonly mask: GoldenArray | null;
  readonly inputs: Record<string, GoldenArray>;
  readonly lossWeights: Record<string, GoldenArray>;
  readonly results: Record<string, GoldenArray>;
  readonly gradients: Record<string, GoldenArray>;
}

const golden = readGolden<Record<string, AttentionCase>>("attention-kernels/golden.json");

describe.each(Object.entries(golden))("%s", (_, values) => {
  const names = Object.keys(values.inputs);

  function run(tensors: readonly tf.Tensor[]): Record<string, tf.Tensor> {
    const inputs = Object.fromEntries(names.map((name, index) => [name, tensors[index]]));
    const options = { ...inputs, mask: values.mask ? goldenTensor(values.mask) : undefined };
    return "energy" in inputs
      ? { ...additiveAttention(options as never) }
      : { ...dotAttention({ ...options, scale: values.scale } as never) };
  }
  const inputs = (): tf.Tensor[] =>
    Object.values(values.inputs).map((array) => goldenTensor(array));

  it("gives the context and weights of PyTorch", () => {
    tf.tidy(() => {
      const results = run(inputs());
      for (const [name, expected] of Object.entries(values.results)) {
        expectGolden(results[name] as tf.Tensor, expected, name);
      }
    });
  });

  it("gives the gradients of PyTorch", () => {
    tf.tidy(() => {
      const loss = (...tensors: tf.Tensor[]): tf.Scalar => {
        const results = run(tensors);
        return tf.addN(
          Object.entries(values.lossWeights).map(([name, weights]) =>
            tf.sum(tf.mul(results[name] as tf.Tensor, goldenTensor(weights))),
          ),
        );
      };
      for (const [index, gradient] of tf.grads(loss)(inputs()).entries()) {
        const name = names[index] ?? "";
        expectGolden(gradient, values.gradients[name] as GoldenArray, name);
      }
    });
  });
});

describe("attention", () => {
  it("gives a source without any real position no weight", () => {
    tf.tidy(() => {
      const options = {
        queries: tf.ones<tf.Rank.R3>([2, 1, 3]),
        keys: tf.ones<tf.Rank.R3>([2, 2, 3]),
        values: tf.ones<tf.Rank.R3>([2, 2, 1]),
        mask: tf.tensor2d([
          [0, 0],
          [0, 1],
        ]),
      };
      const both = [dotAttention(options), additiveAttention({ ...options, energy: tf.ones([3]) })];
      for (const { context, weights } of both) {
        expect(weights.arraySync()).toEqual([[[0, 0]], [[0, 1]]]);
        expect(context.arraySync()).toEqual([[[0]], [[1]]]);
      }
    });
  });

  it("looks, where coverage counts against a position, at one position after the other", () => {
    tf.tidy(() => {
      const options = {
        queries: tf.zeros<tf.Rank.R3>([1, 3, 1]),
        keys: tf.tensor3d([[[1], [0.5], [0]]]),
        values: tf.tensor3d([[[1], [2], [3]]]),
        energy: tf.tensor1d([100]),
      };
      const coverage = tf.zeros<tf.Rank.R2>([1, 3]);
      const covered = coverageAttention({
        ...options,
        coverage,
        coverageKernel: tf.tensor1d([-2]),
      });
      expect(covered.weights.arraySync()[0]?.map((row) => row.map(Math.round))).toEqual([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]);
      expect(covered.coverage.arraySync()[0]?.map((row) => row.map(Math.round))).toEqual([
        [0, 0, 0],
        [1, 0, 0],
        [1, 1, 0],
      ]);
      expect(covered.context.arraySync()[0]?.map((row) => row.map(Math.round))).toEqual([
        [1],
        [2],
        [3],
      ]);
    });
  });

  it("refuses shapes that do not fit", () => {
    tf.tidy(() => {
      const options = {
        queries: tf.ones<tf.Rank.R3>([2, 5, 3]),
        keys: tf.ones<tf.Rank.R3>([2, 4, 3]),
        values: tf.ones<tf.Rank.R3>([2, 4, 6]),
      };
      expect(() => dotAttention({ ...options, keys: tf.ones([2, 4, 2]) })).toThrow(
        "Cannot run attention: keys must have shape [2, 4, 3], got [2, 4, 2]",
      );
      expect(() => dotAttention({ ...options, values: tf.ones([2, 3, 6]) })).toThrow(
        "Cannot run attention: values must have shape [2, 4, 6], got [2, 3, 6]",
      );
      expect(() => dotAttention({ ...options, mask: tf.ones([4, 2]) })).toThrow(
        "Cannot run attention: mask must have shape [2, 4], got [4, 2]",
      );
      expect(() => additiveAttention({ ...options, energy: tf.ones([2]) })).toThrow(
        "Cannot run attention: energy must have shape [3], got [2]",
      );
      const covered = {
        ...options,
        energy: tf.ones<tf.Rank.R1>([3]),
        coverage: tf.ones<tf.Rank.R2>([2, 4]),
        coverageKernel: tf.ones<tf.Rank.R1>([3]),
      };
      expect(() => coverageAttention({ ...covered, coverage: tf.ones([2, 5]) })).toThrow(
        "Cannot run attention: coverage must have shape [2, 4], got [2, 5]",
      );
      expect(() => coverageAttention({ ...covered, coverageKernel: tf.ones([4]) })).toThrow(
        "Cannot run attention: coverageKernel must have shape [3], got [4]",
      );
      expect(() => dotAttention({ ...options, queries: tf.ones([2, 0, 3]) })).toThrow(
        "Cannot run attention: queries must have 3 axes, none of them empty, got [2, 0, 3]",
      );
    });
  });
});
