import { expect, test } from "vitest";
import { exactMatch, sequenceAccuracy, tokenAccuracy } from "./accuracy.ts";

test("exact match takes any of several references", () => {
  expect(exactMatch(["a", "b", "", "D"], [["x", "a"], "b", "", "d"])).toBe(75);
});

test("exact match refuses what cannot be scored", () => {
  expect(() => exactMatch([], [])).toThrow(
    "Cannot compute exact match: there must be at least one hypothesis, got none",
  );
  expect(() => exactMatch(["a"], ["a", "b"])).toThrow(
    "Cannot compute exact match: there must be as many references as hypotheses, got 2 and 1",
  );
  expect(() => exactMatch(["a"], [[]])).toThrow(
    "Cannot compute exact match: each hypothesis must have at least one reference, got none for hypothesis 1",
  );
});

test("token accuracy counts missing and surplus tokens as errors", () => {
  expect(tokenAccuracy([["a", "b"]], [["a", "b"]])).toBe(100);
  expect(tokenAccuracy([["a", "b"]], [["a", "b", "c", "d"]])).toBe(50);
  expect(tokenAccuracy([["a", "b", "c", "d"]], [["a", "b"]])).toBe(50);
  expect(tokenAccuracy([["b", "a"]], [["a", "b"]])).toBe(0);
});

test("token accuracy weighs pairs by their length", () => {
  expect(tokenAccuracy([["a"], ["x", "x", "x"]], [["a"], ["b", "b", "b"]])).toBe(25);
  expect(tokenAccuracy([[], ["a"]], [[], ["a"]])).toBe(100);
  expect(tokenAccuracy([[]], [[]])).toBe(100);
  expect(tokenAccuracy([[]], [["a"]])).toBe(0);
});

test("token accuracy refuses what cannot be scored", () => {
  expect(() => tokenAccuracy([], [])).toThrow(
    "Cannot compute token accuracy: there must be at least one hypothesis, got none",
  );
  expect(() => tokenAccuracy([["a"]], [])).toThrow(
    "Cannot compute token accuracy: there must be as many references as hypotheses, got 0 and 1",
  );
});

test("sequence accuracy takes all tokens or none", () => {
  expect(
    sequenceAccuracy([["a", "b"], ["a"], [], [1, 2]], [["a", "b"], ["a", "b"], [], [1, 3]]),
  ).toBe(50);
  expect(() => sequenceAccuracy([], [])).toThrow(
    "Cannot compute sequence accuracy: there must be at least one hypothesis, got none",
  );
});
