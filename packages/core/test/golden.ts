/** Reads golden values and compares tensors with them. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { tf } from "../src/backend/tf.ts";

/** An array as the scripts in `fixtures` write it. */
export interface GoldenArray {
  readonly shape: number[];
  readonly values: number[];
}

/** The golden values of a file below `fixtures`. */
export function readGolden<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`./fixtures/${path}`, import.meta.url), "utf8"));
}

/** The tensor of a golden array. */
export function goldenTensor<T extends tf.Tensor>(array: GoldenArray): T {
  return tf.tensor(array.values, array.shape) as T;
}

/** Expects shape and values, with an error of at most 1e-5 of the largest value. */
export function expectGolden(actual: tf.Tensor, expected: GoldenArray, name = ""): void {
  expect(actual.shape, `shape of ${name}`).toEqual(expected.shape);
  const largest = Math.max(1e-3, ...expected.values.map(Math.abs));
  const worst = Math.max(
    ...[...actual.dataSync()].map((value, index) =>
      Math.abs(value - (expected.values[index] ?? Number.NaN)),
    ),
  );
  expect(worst / largest, `relative error of ${name}`).toBeLessThan(1e-5);
}
