import { expect, test } from "vitest";
import { countAll, countMatches, countNGrams, splitWords, trimEnd } from "./n-grams.ts";

test("counts n-grams and clips the matches", () => {
  const hypothesis = countNGrams(["a", "a", "a", "b"], 1, " ");
  expect([...hypothesis]).toEqual([
    ["a", 3],
    ["b", 1],
  ]);
  expect(countAll(hypothesis)).toBe(4);
  expect(countMatches(hypothesis, countNGrams(["a", "a", "c"], 1, " "))).toBe(2);
  expect([...countNGrams(["a", "b", "c"], 2, " ").keys()]).toEqual(["a b", "b c"]);
  expect(countNGrams(["a", "b"], 3, " ").size).toBe(0);
});

test("splits and trims at the white space that Python knows", () => {
  expect(splitWords("\u00a0a\u001cb\u0085c\ufeffd\u202f\n")).toEqual(["a", "b", "c\ufeffd"]);
  expect(splitWords("")).toEqual([]);
  expect(trimEnd(" a \u2028\n")).toBe(" a");
});
