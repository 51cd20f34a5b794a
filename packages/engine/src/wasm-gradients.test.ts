import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { openWasm } from "./wasm.ts";

type Operation = (...inputs: tf.Tensor[]) => tf.Tensor;

interface Case {
  readonly operation: Operation;
  /** Shapes of the differentiated inputs. @default one of [3, 4] */
  readonly shapes?: readonly (readonly number[])[];
  /** Range of the inputs. @default [-1, 1] */
  readonly range?: readonly [number, number];
}

const ids = (values: number[]): tf.Tensor1D => tf.tensor1d(values, "int32");

/** Every differentiable operation that an encoder-decoder is made of; its sum of squares is differentiated. */
const CASES: Readonly<Record<string, Case>> = {
  abs: { operation: (x) => tf.abs(x), range: [0.2, 1] },
  "add, broadcast": { operation: (x, y) => tf.add(x, y), shapes: [[3, 4], [4]] },
  addN: {
    operation: (x, y) => tf.addN([x, y]),
    shapes: [
      [3, 4],
      [3, 4],
    ],
  },
  "batch matMul": {
    operation: (x, y) => tf.matMul(x, y),
    shapes: [
      [2, 3, 4],
      [2, 4, 5],
    ],
  },
  "batch matMul, transposed": {
    operation: (x, y) => tf.matMul(x, y, false, true),
    shapes: [
      [2, 3, 4],
      [2, 5, 4],
    ],
  },
  broadcastTo: { operation: (x) => tf.broadcastTo(x, [3, 4]), shapes: [[1, 4]] },
  clipByValue: { operation: (x) => tf.clipByValue(x, -0.5, 0.5) },
  concat: {
    operation: (x, y) => tf.concat([x, y], 1),
    shapes: [
      [3, 4],
      [3, 2],
    ],
  },
  cos: { operation: (x) => tf.cos(x) },
  cumsum: { operation: (x) => tf.cumsum(x, 1) },
  "cumsum, exclusive and reversed": { operation: (x) => tf.cumsum(x, 1, true, true) },
  "div, broadcast": {
    operation: (x, y) => tf.div(x, y),
    shapes: [
      [3, 4],
      [3, 1],
    ],
    range: [1, 2],
  },
  elu: { operation: (x) => tf.elu(x) },
  erf: { operation: (x) => tf.erf(x) },
  exp: { operation: (x) => tf.exp(x) },
  expandDims: { operation: (x) => tf.expandDims(x, 1) },
  expm1: { operation: (x) => tf.expm1(x) },
  "gather with duplicates": { operation: (x) => tf.gather(x, ids([2, 0, 2, 1, 2])) },
  "gather of a matrix of ids": {
    operation: (x) =>
      tf.gather(
        x,
        tf.tensor2d(
          [
            [2, 0],
            [2, 1],
          ],
          undefined,
          "int32",
        ),
      ),
  },
  "gather by batches": {
    operation: (x) =>
      tf.gather(
        x,
        tf.tensor2d(
          [
            [1, 1],
            [0, 3],
            [2, 0],
          ],
          undefined,
          "int32",
        ),
        1,
        1,
      ),
  },
  "gather, axis 1": { operation: (x) => tf.gather(x, ids([3, 3, 0]), 1) },
  leakyRelu: { operation: (x) => tf.leakyRelu(x) },
  log: { operation: (x) => tf.log(x), range: [1, 2] },
  log1p: { operation: (x) => tf.log1p(x), range: [0, 1] },
  logSigmoid: { operation: (x) => tf.logSigmoid(x) },
  logSoftmax: { operation: (x) => tf.logSoftmax(x as tf.Tensor2D) },
  logSumExp: { operation: (x) => tf.logSumExp(x, 1) },
  matMul: {
    operation: (x, y) => tf.matMul(x, y),
    shapes: [
      [3, 4],
      [4, 5],
    ],
  },
  "matMul, transposed": {
    operation: (x, y) => tf.matMul(x, y, true),
    shapes: [
      [4, 3],
      [4, 5],
    ],
  },
  max: { operation: (x) => tf.max(x, 1) },
  maximum: {
    operation: (x, y) => tf.maximum(x, y),
    shapes: [
      [3, 4],
      [3, 4],
    ],
  },
  mean: { operation: (x) => tf.mean(x, 0) },
  min: { operation: (x) => tf.min(x, 1) },
  minimum: {
    operation: (x, y) => tf.minimum(x, y),
    shapes: [
      [3, 4],
      [3, 4],
    ],
  },
  moments: { operation: (x) => tf.moments(x, 1).variance },
  "mul, broadcast": {
    operation: (x, y) => tf.mul(x, y),
    shapes: [
      [2, 3, 4],
      [3, 1],
    ],
  },
  neg: { operation: (x) => tf.neg(x) },
  norm: { operation: (x) => tf.norm(x, "euclidean", 1) },
  "oneHot as mask": { operation: (x) => tf.mul(x, tf.oneHot(ids([1, 3, 0]), 4)) },
  pad: {
    operation: (x) =>
      tf.pad(x, [
        [1, 0],
        [2, 1],
      ]),
  },
  pow: {
    operation: (x, y) => tf.pow(x, y),
    shapes: [
      [3, 4],
      [3, 4],
    ],
    range: [1, 2],
  },
  prelu: { operation: (x, y) => tf.prelu(x, y), shapes: [[3, 4], [4]] },
  prod: { operation: (x) => tf.prod(x, 1) },
  reciprocal: { operation: (x) => tf.reciprocal(x), range: [1, 2] },
  relu: { operation: (x) => tf.relu(x) },
  reshape: { operation: (x) => tf.reshape(x, [2, 6]) },
  reverse: { operation: (x) => tf.reverse(x, 1) },
  rsqrt: { operation: (x) => tf.rsqrt(x), range: [1, 2] },
  selu: { operation: (x) => tf.selu(x) },
  sigmoid: { operation: (x) => tf.sigmoid(x) },
  sin: { operation: (x) => tf.sin(x) },
  slice: { operation: (x) => tf.slice(x, [1, 1], [2, 3]) },
  softmax: { operation: (x) => tf.softmax(x) },
  "softmax cross-entropy": {
    operation: (x) => tf.losses.softmaxCrossEntropy(tf.oneHot(ids([1, 3, 0]), 4), x),
  },
  softplus: { operation: (x) => tf.softplus(x) },
  split: { operation: (x) => tf.mul(...(tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor])) },
  sqrt: { operation: (x) => tf.sqrt(x), range: [1, 2] },
  square: { operation: (x) => tf.square(x) },
  squaredDifference: {
    operation: (x, y) => tf.squaredDifference(x, y),
    shapes: [
      [3, 4],
      [3, 4],
    ],
  },
  squeeze: { operation: (x) => tf.squeeze(x), shapes: [[3, 1, 4]] },
  stack: {
    operation: (x, y) => tf.stack([x, y], 1),
    shapes: [
      [3, 4],
      [3, 4],
    ],
  },
  "sub, broadcast": { operation: (x, y) => tf.sub(x, y), shapes: [[4], [3, 4]] },
  sum: { operation: (x) => tf.sum(x, 1) },
  tanh: { operation: (x) => tf.tanh(x) },
  tile: { operation: (x) => tf.tile(x, [2, 3]) },
  transpose: { operation: (x) => tf.transpose(x, [2, 0, 1]), shapes: [[2, 3, 4]] },
  unsortedSegmentSum: { operation: (x) => tf.unsortedSegmentSum(x, ids([1, 0, 1]), 2) },
  unstack: { operation: (x) => tf.mul(...(tf.unstack(x).slice(1) as [tf.Tensor, tf.Tensor])) },
  where: {
    operation: (x, y) => tf.where(tf.oneHot(ids([1, 3, 0]), 4, 1, 0, "bool"), x, y),
    shapes: [
      [3, 4],
      [3, 4],
    ],
  },
};

beforeAll(async () => {
  await openWasm();
});

describe("gradients on wasm agree with central differences", () => {
  it.each(Object.entries(CASES))("%s", (_, { operation, shapes = [[3, 4]], range = [-1, 1] }) => {
    tf.tidy(() => {
      const loss = (...inputs: tf.Tensor[]) => tf.sum(tf.square(operation(...inputs))) as tf.Scalar;
      const inputs = shapes.map((shape, i) => tf.randomUniform([...shape], ...range, "float32", i));
      const step = inputs.map((x, i) => tf.randomUniform(x.shape, -0.005, 0.005, "float32", 9 + i));
      const gradients = tf.grads(loss)(inputs);
      const predicted = tf.addN(gradients.map((g, i) => tf.sum(tf.mul(g, step[i] as tf.Tensor))));
      const at = (sign: number) =>
        loss(
          ...inputs.map((x, i) => tf.add(x, tf.mul(step[i] as tf.Tensor, sign))),
        ).dataSync()[0] ?? NaN;
      const measured = (at(1) - at(-1)) / 2;
      const expected = predicted.dataSync()[0] ?? NaN;
      expect(Math.abs(expected)).toBeGreaterThan(1e-5);
      expect(measured).toBeCloseTo(expected, 4);
      expect(Math.abs(measured / expected - 1)).toBeLessThan(0.02);
    });
  });
});
