import { expect, test } from "vitest";
import { perplexity } from "./perplexity.ts";

test("is the inverse geometric mean of the probabilities", () => {
  const probabilities = [[0.5, 0.25], [0.1], [], [0.9, 0.8, 0.7]];
  const losses = probabilities.map((segment) => -segment.reduce((sum, p) => sum + Math.log(p), 0));
  const counts = probabilities.map(({ length }) => length);
  const product = probabilities.flat().reduce((all, p) => all * p, 1);
  expect(perplexity(losses, counts)).toBeCloseTo(product ** (-1 / 6), 12);
  expect(perplexity(new Float32Array([0]), new Int32Array([3]))).toBe(1);
});

test("refuses what cannot be scored", () => {
  expect(() => perplexity([], [])).toThrow(
    "Cannot compute perplexity: there must be at least one segment, got none",
  );
  expect(() => perplexity([1], [1, 2])).toThrow(
    "Cannot compute perplexity: there must be as many token counts as losses, got 2 and 1",
  );
  expect(() => perplexity([1], [1.5])).toThrow(
    "Cannot compute perplexity: token counts must be whole numbers of at least 0, got 1.5",
  );
  expect(() => perplexity([0], [0])).toThrow(
    "Cannot compute perplexity: there must be at least one token, got none",
  );
});
