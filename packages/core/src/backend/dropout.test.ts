import { beforeAll, describe, expect, it } from "vitest";
import { dropout, dropoutMask } from "./dropout.ts";
import { dropoutBits, dropoutFactors } from "./dropout-bits.ts";
import { loadEngine } from "./engine.ts";
import { tf } from "./tf.ts";

beforeAll(() => loadEngine());

/** Which positions a seed drops, as 0 and 1. */
function dropped(seed: number, rate: number, size: number): number[] {
  return [...dropoutFactors(size, dropoutBits({ rate, seed }))].map((factor) =>
    Number(factor === 0),
  );
}

/** Bit by bit: quicker than a matcher of long arrays. */
function areSame(actual: ArrayLike<number>, expected: Float32Array): boolean {
  return expected.every((value, index) => Object.is(value, actual[index]));
}

/** Correlation of two series of 0 and 1 of the same share. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, index) => (value - meanA) * ((b[index] ?? 0) - meanB)));
  return covariance / Math.sqrt(meanA * (1 - meanA) * meanB * (1 - meanB));
}

describe("dropout", () => {
  it("drops the same positions on every engine", () => {
    tf.tidy(() => {
      const mask = dropoutMask([4, 8], { rate: 0.5, seed: 1 });
      expect(mask.shape).toEqual([4, 8]);
      expect([...mask.dataSync()].map((factor) => factor / 2).join("")).toBe(
        "10100000111010110110010011100001",
      );
    });
  });

  it.each([1, 5, 655_360])("multiplies %d values and their gradients by the mask", (size) => {
    tf.tidy(() => {
      const options = { rate: 0.3, seed: 4_000_000_000 };
      const factors = dropoutFactors(size, dropoutBits(options));
      const input = tf.linspace(-1, 1, size);
      const weights = tf.clone(input);
      const expected = tf.mul(input, tf.tensor1d(factors)).dataSync<"float32">();
      expect(areSame(dropoutMask([size], options).dataSync(), factors)).toBe(true);
      expect(areSame(dropout(input, options).dataSync(), expected)).toBe(true);
      const { grad } = tf.valueAndGrad((x: tf.Tensor) =>
        tf.sum(tf.mul(dropout(x, options), weights)),
      )(input);
      expect(areSame(grad.dataSync(), expected)).toBe(true);
    });
  });

  it("keeps a tensor as it is at rate 0", () => {
    tf.tidy(() => {
      const input = tf.ones([3]);
      expect(dropout(input, { rate: 0, seed: 1 })).toBe(input);
    });
  });

  it.each([0.1, 0.5, 0.9])("drops a share of %d, without a pattern", (rate) => {
    const size = 200_000;
    const tolerance = 5 / Math.sqrt(size); // five standard deviations
    const first = dropped(1, rate, size);
    const share = first.reduce((sum, value) => sum + value, 0) / size;
    expect(Math.abs(share - rate)).toBeLessThan(tolerance * Math.sqrt(rate * (1 - rate)));
    for (const distance of [1, 2, 16, 512, 1024]) {
      expect(Math.abs(correlation(first, first.slice(distance)))).toBeLessThan(tolerance * 1.1);
    }
    for (const seed of [0, 2, 3, 2 ** 31, 2 ** 32 - 1]) {
      const other = dropped(seed, rate, size);
      expect(Math.abs(correlation(first, other))).toBeLessThan(tolerance);
    }
  });

  it.each([
    [{ rate: 1, seed: 1 }, "Cannot drop values: rate must be in [0, 1), got 1"],
    [{ rate: -0.1, seed: 1 }, "Cannot drop values: rate must be in [0, 1), got -0.1"],
    [{ rate: Number.NaN, seed: 1 }, "Cannot drop values: rate must be in [0, 1), got NaN"],
    [
      { rate: 0.5, seed: 2 ** 32 },
      "Cannot drop values: seed must be a whole number from 0 to 4294967295, got 4294967296",
    ],
    [
      { rate: 0.5, seed: 0.5 },
      "Cannot drop values: seed must be a whole number from 0 to 4294967295, got 0.5",
    ],
  ])("refuses %j", (options, message) => {
    expect(() => dropoutMask([2], options)).toThrow(new RangeError(message));
    expect(() => tf.tidy(() => dropout(tf.ones([2]), options))).toThrow(message);
  });
});
