/** Compares what two implementations of the same mathematics give, values and gradients. */
import { expect } from "vitest";
import { tf } from "../src/backend/tf.ts";
import type { Random } from "../src/data/random.ts";
import { onEachThreadCount } from "./kernel-threads.ts";

/** Named tensors. */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** Normal random numbers from a seeded stream. */
export function normal(random: Random, shape: readonly number[], deviation = 1): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const draw = (): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniform())); // Box and Muller 1958
    return deviation * radius * Math.cos(2 * Math.PI * random.uniform());
  };
  return tf.tensor(Float32Array.from({ length: size }, draw), [...shape]);
}

/** Largest difference, as a share of the largest expected value. */
export function relativeDifference(actual: tf.Tensor, expected: tf.Tensor): number {
  if (actual.shape.join() !== expected.shape.join()) return Number.POSITIVE_INFINITY;
  const [a, b] = [actual.dataSync(), expected.dataSync()];
  let largest = 0.05;
  let worst = 0;
  for (const [index, value] of b.entries()) {
    largest = Math.max(largest, Math.abs(value));
    const difference = Math.abs((a[index] ?? Number.NaN) - value);
    worst = Math.max(worst, difference); // NaN if any is
  }
  return worst / largest;
}

/** Largest relative differences of values and gradients. */
export interface Differences {
  readonly values: number;
  readonly gradients: number;
}

/** Runs a layer of some inputs both ways, in one of them on several numbers of threads, and compares what it gives. */
export function compare(options: {
  /** What gradients are taken of. */
  readonly inputs: Tensors;
  readonly actual: (inputs: Tensors) => Tensors;
  readonly expected: (inputs: Tensors) => Tensors;
  readonly random: Random;
}): (Differences & { readonly threads: number })[] {
  const { inputs, actual, expected, random } = options;
  return tf.tidy(() => {
    const should = expected(inputs);
    const names = Object.keys(should);
    // A random weighting of all results, so that each has a gradient of its own.
    const weights = names.map((name) => normal(random, (should[name] as tf.Tensor).shape));
    const gradientsOf = (run: (inputs: Tensors) => Tensors): tf.Tensor[] => {
      const keys = Object.keys(inputs);
      const loss = (...tensors: tf.Tensor[]): tf.Scalar => {
        const results = run(
          Object.fromEntries(keys.map((key, i) => [key, tensors[i] as tf.Tensor])),
        );
        return tf.addN(
          names.map((name, i) =>
            tf.sum(tf.mul(results[name] as tf.Tensor, weights[i] as tf.Tensor)),
          ),
        );
      };
      return tf.grads(loss)(Object.values(inputs));
    };
    const gradients = gradientsOf(expected);
    return onEachThreadCount((threads) => {
      const is = actual(inputs);
      return {
        threads,
        values: Math.max(
          ...names.map((name) =>
            relativeDifference(is[name] as tf.Tensor, should[name] as tf.Tensor),
          ),
        ),
        gradients: Math.max(
          ...gradientsOf(actual).map((gradient, index) =>
            relativeDifference(gradient, gradients[index] as tf.Tensor),
          ),
        ),
      };
    });
  });
}

/** Expects every difference to be below a limit. */
export function expectBelow(differences: ReturnType<typeof compare>, limits: Differences): void {
  for (const { threads, values, gradients } of differences) {
    expect(values, `values on ${threads} threads`).toBeLessThan(limits.values);
    expect(gradients, `gradients on ${threads} threads`).toBeLessThan(limits.gradients);
  }
}
