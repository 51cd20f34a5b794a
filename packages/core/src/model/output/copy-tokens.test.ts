import { beforeAll, expect, it } from "vitest";
import { relativeDifference } from "../../../test/compare.ts";
import { loadEngine } from "../../backend/engine.ts";
import { tf } from "../../backend/tf.ts";
import { Random } from "../../data/random.ts";
import { copyTokens } from "./copy-tokens.ts";

const [ROWS, VOCABULARY, LENGTH] = [6, 9, 5];

beforeAll(() => loadEngine());

/** Sources with words twice, unknown ones (from 9 on) among them. */
function makeMixture(random: Random): Parameters<typeof copyTokens>[0] {
  const numbers = (count: number): number[] =>
    Array.from({ length: count }, () => 4 * random.uniform() - 2);
  return {
    logProbabilities: tf.logSoftmax(tf.tensor2d(numbers(ROWS * VOCABULARY), [ROWS, VOCABULARY])),
    generate: tf.sigmoid(tf.tensor2d(numbers(ROWS), [ROWS, 1])),
    attention: tf.softmax(tf.tensor2d(numbers(ROWS * LENGTH), [ROWS, LENGTH])),
    copyIds: tf.tensor2d(
      Array.from({ length: ROWS * LENGTH }, () => random.integer(VOCABULARY + 3)),
      [ROWS, LENGTH],
      "int32",
    ),
  };
}

it("adds up the attention on every place of a word", () => {
  tf.tidy(() => {
    const next = copyTokens({
      logProbabilities: tf.log(tf.tensor2d([[0.5, 0.5]])),
      generate: tf.tensor2d([[0.4]]),
      attention: tf.tensor2d([[0.1, 0.2, 0.7]]),
      copyIds: tf.tensor2d([[1, 2, 1]], undefined, "int32"),
    });
    const expected = [0.2, 0.2 + 0.6 * 0.8, 0.6 * 0.2, 0, 0];
    const difference = tf.sub(tf.exp(next.logProbabilities()), tf.tensor2d([expected]));
    expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(1e-6);
    const { ids, logProbabilities } = next.top(2);
    expect([...ids.dataSync()]).toEqual([1, 0]);
    expect(Math.exp(logProbabilities.dataSync()[0] ?? 0)).toBeCloseTo(0.68, 5);
  });
});

it.each([1, 2, 4, 8, 9])("finds the %i best tokens as a look at all of them does", (k) => {
  const random = Random.fromSeed(k);
  for (let count = 0; count < 5; count++) {
    tf.tidy(() => {
      const next = copyTokens(makeMixture(random));
      const all = next.logProbabilities();
      expect(tf.max(tf.abs(tf.sub(tf.sum(tf.exp(all), 1), 1))).dataSync()[0]).toBeLessThan(1e-5);
      const top = next.top(k);
      const best = tf.topk(all, k);
      expect(relativeDifference(top.logProbabilities, best.values)).toBeLessThan(1e-5);
      expect([...top.ids.dataSync()]).toEqual([...best.indices.dataSync()]);
    });
  }
});
