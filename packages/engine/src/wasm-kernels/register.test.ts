import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { openWasm } from "../wasm.ts";

beforeAll(async () => {
  await openWasm();
});

/** Values of what `compute` returns, with no tensor left alive. */
function valuesOf(compute: () => tf.Tensor): number[] {
  return tf.tidy(() => Array.from(compute().dataSync()));
}

const ids = (values: number[], shape: number[]): tf.Tensor => tf.tensor(values, shape, "int32");
const booleans = (...values: number[]): tf.Tensor => tf.tensor1d(values, "bool");

describe("unsortedSegmentSum", () => {
  it("adds up the rows of a segment, and leaves zeros where there is none", () => {
    const x = () => tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    expect(valuesOf(() => tf.unsortedSegmentSum(x(), tf.tensor1d([2, 0, 2], "int32"), 4))).toEqual([
      3, 4, 0, 0, 6, 8, 0, 0,
    ]);
  });

  it("refuses a segment outside the range, which would overwrite other memory", () => {
    const sum = (id: number) =>
      valuesOf(() => tf.unsortedSegmentSum(tf.ones([1, 2]), tf.tensor1d([id], "int32"), 3));
    const message = "Cannot sum segments: every segment id must be in [0, 3), got";
    expect(() => sum(3)).toThrow(new RangeError(`${message} 3`));
    expect(() => sum(-1)).toThrow(new RangeError(`${message} -1`));
  });
});

describe("products with transposed matrices", () => {
  it.each([
    [false, true],
    [true, false],
    [true, true],
  ])("equal those of matrices transposed before (%s, %s)", (transposeA, transposeB) => {
    const a = () => tf.randomUniform(transposeA ? [2, 4, 3] : [2, 3, 4], -1, 1, "float32", 1);
    const b = () => tf.randomUniform(transposeB ? [1, 5, 4] : [1, 4, 5], -1, 1, "float32", 2);
    const turned = (x: tf.Tensor, turn: boolean) => (turn ? tf.transpose(x, [0, 2, 1]) : x);
    const product = valuesOf(() => tf.matMul(a(), b(), transposeA, transposeB));
    expect(product).toEqual(
      valuesOf(() => tf.matMul(turned(a(), transposeA), turned(b(), transposeB))),
    );
    expect(product).toHaveLength(2 * 3 * 5);
  });
});

describe("gather by batches", () => {
  it("takes from each batch its own rows", () => {
    const x = () => tf.reshape(tf.range(0, 12), [2, 3, 2]);
    expect(valuesOf(() => tf.gather(x(), ids([2, 0, 1, 1], [2, 2]), 1, 1))).toEqual([
      4, 5, 0, 1, 8, 9, 8, 9,
    ]);
  });

  it("keeps the dimensions between batch and axis", () => {
    const x = () => tf.reshape(tf.range(0, 12), [2, 2, 3]);
    expect(valuesOf(() => tf.gather(x(), ids([2, 0], [2, 1]), 2, 1))).toEqual([2, 5, 6, 9]);
  });

  it("refuses an index outside the range", () => {
    const take = () => valuesOf(() => tf.gather(tf.ones([2, 3]), ids([0, 3], [2, 1]), 1, 1));
    expect(take).toThrow(new RangeError("Cannot gather: every index must be in [0, 3), got 3"));
  });
});

describe("integers and booleans", () => {
  it("casts whatever is not zero to true", () => {
    const values = [0.5, 0, -1, 256, Number.NaN];
    expect(valuesOf(() => tf.cast(tf.tensor1d(values), "bool"))).toEqual([1, 0, 1, 1, 1]);
    expect(valuesOf(() => tf.cast(tf.tensor1d([256, 0, -2], "int32"), "bool"))).toEqual([1, 0, 1]);
    expect(valuesOf(() => tf.cast(tf.tensor1d([1.9, -1.9]), "int32"))).toEqual([1, -1]);
  });

  it("clips integers", () => {
    const clipped = () => tf.clipByValue(tf.tensor1d([-7, 2, 9], "int32"), -1, 3);
    expect(valuesOf(clipped)).toEqual([-1, 2, 3]);
  });

  it("selects among booleans", () => {
    const chosen = () =>
      tf.where(booleans(1, 0, 1, 0, 1, 0), booleans(1, 1, 0, 0, 1, 1), booleans(0, 0, 1, 1, 1, 1));
    expect(valuesOf(chosen)).toEqual([1, 0, 0, 1, 1, 1]);
  });

  it("marks the hot place in any type", () => {
    const hot = (on: number, off: number, type: "float32" | "bool" | "int32") => () =>
      tf.oneHot(tf.tensor1d([1, 3], "int32"), 3, on, off, type);
    expect(valuesOf(hot(1, 0, "float32"))).toEqual([0, 1, 0, 0, 0, 0]);
    expect(valuesOf(hot(0.75, 0.125, "float32"))).toEqual([
      0.125, 0.75, 0.125, 0.125, 0.125, 0.125,
    ]);
    expect(valuesOf(hot(1, 0, "bool"))).toEqual([0, 1, 0, 0, 0, 0]);
    expect(valuesOf(hot(5, 2, "int32"))).toEqual([2, 5, 2, 2, 2, 2]);
  });

  it("slices integers and booleans by strides", () => {
    const integers = () => tf.stridedSlice(ids([1, 2, 3, 4, 5, 6], [2, 3]), [0, 0], [2, 3], [1, 2]);
    expect(valuesOf(integers)).toEqual([1, 3, 4, 6]);
    const some = () => tf.stridedSlice(booleans(1, 0, 0, 1, 1, 1), [5], [0], [-2]);
    expect(valuesOf(some)).toEqual([1, 1, 0]);
  });

  it("reverses booleans", () => {
    expect(valuesOf(() => tf.reverse(booleans(1, 0, 0, 1, 1), 0))).toEqual([1, 1, 0, 0, 1]);
  });
});
