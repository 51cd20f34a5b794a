import { expect, test } from "vitest";
import { wordErrorRate } from "./word-error-rate.ts";

test("sums edits and words over segments", () => {
  expect(wordErrorRate(["a b", "c"], ["a x", "c d e"])).toBe(60);
  expect(wordErrorRate(["a b c d"], ["a"])).toBe(300);
});

test("scores references without words", () => {
  expect(wordErrorRate([" "], [""])).toBe(0);
  expect(wordErrorRate(["a"], [""])).toBe(100);
});

test("refuses what cannot be scored", () => {
  expect(() => wordErrorRate([], [])).toThrow(
    "Cannot compute word error rate: there must be at least one hypothesis, got none",
  );
  expect(() => wordErrorRate(["a"], [])).toThrow(
    "Cannot compute word error rate: there must be as many references as hypotheses, got 0 and 1",
  );
});
