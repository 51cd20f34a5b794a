import { beforeAll, describe, expect, it } from "vitest";
import { normal, relativeDifference } from "../../test/compare.ts";
import { Random } from "../data/random.ts";
import { composedLinearTopK } from "./composed/linear-top-k.ts";
import { loadEngine } from "./engine.ts";
import { linearTopK } from "./linear-top-k.ts";
import { packKernel } from "./packed-weights.ts";
import { tf } from "./tf.ts";

beforeAll(() => loadEngine());

describe("linearTopK", () => {
  it.each([
    { rows: 1, features: 1, vocabulary: 2, k: 1 },
    { rows: 5, features: 3, vocabulary: 7, k: 7 },
    { rows: 64, features: 37, vocabulary: 1003, k: 1 },
    { rows: 64, features: 37, vocabulary: 1003, k: 5 },
    { rows: 320, features: 16, vocabulary: 100, k: 64 },
    { rows: 1000, features: 20, vocabulary: 130, k: 1 },
    { rows: 3, features: 600, vocabulary: 5000, k: 20 },
    { rows: 2, features: 4, vocabulary: 400, k: 300 },
  ])("finds the $k best of $vocabulary for $rows rows, packed or not", (size) => {
    tf.tidy(() => {
      const random = Random.fromSeed(1);
      const { rows, features, vocabulary, k } = size;
      const options = {
        input: normal(random, [rows, features]) as tf.Tensor2D,
        kernel: normal(random, [features, vocabulary]) as tf.Tensor2D,
        bias: normal(random, [vocabulary]) as tf.Tensor1D,
        k,
      };
      const expected = composedLinearTopK(options);
      for (const packed of [undefined, packKernel(options.kernel)]) {
        const actual = linearTopK({ ...options, packed });
        expect(actual.ids.dtype).toBe("int32");
        expect(actual.ids.dataSync()).toEqual(expected.ids.dataSync());
        expect(relativeDifference(actual.logProbabilities, expected.logProbabilities)).toBeLessThan(
          1e-5,
        );
      }
    });
  });

  it("puts the lower id first among equals", () => {
    tf.tidy(() => {
      const options = { input: tf.ones<tf.Rank.R2>([2, 3]), kernel: tf.ones<tf.Rank.R2>([3, 90]) };
      const { ids } = linearTopK({ ...options, k: 3 });
      expect(ids.arraySync()).toEqual([
        [0, 1, 2],
        [0, 1, 2],
      ]);
      expect(linearTopK({ ...options, k: 1 }).ids.arraySync()).toEqual([[0], [0]]);
    });
  });

  it("refuses sizes that do not fit", () => {
    tf.tidy(() => {
      const [input, kernel] = [tf.ones<tf.Rank.R2>([2, 3]), tf.ones<tf.Rank.R2>([3, 4])];
      expect(() => linearTopK({ input, kernel, k: 5 })).toThrow(
        "Cannot run linear top k: k must be a whole number from 1 to 4, got 5",
      );
      expect(() => linearTopK({ input: tf.ones([2, 4]), kernel, k: 1 })).toThrow(
        "Cannot run linear top k: input must have shape [2, 3], got [2, 4]",
      );
      expect(() => linearTopK({ input, kernel, bias: tf.ones([3]), k: 1 })).toThrow(
        "Cannot run linear top k: bias must have shape [4], got [3]",
      );
    });
  });
});
