import { expect, test } from "vitest";
import { commonLength, commonPositions } from "./longest-common-subsequence.ts";
import { rouge } from "./rouge.ts";
import { stemWord } from "./rouge-stemmer.ts";

test("averages segments, and takes the best of several references for each type", () => {
  const { rouge1, rouge2 } = rouge(["a b c", "d"], [["x", "a b c"], "e"]);
  expect(rouge1).toEqual({ precision: 50, recall: 50, f: 50 });
  expect(rouge2).toEqual({ precision: 50, recall: 50, f: 50 });
});

test("rougeL takes words in order, rougeLsum a sentence at a time", () => {
  const { rougeL, rougeLsum } = rouge(["c d\na b"], ["a b\nc d"]);
  expect(rougeL.f).toBe(50);
  expect(rougeLsum.f).toBe(100);
});

test("texts without a letter or digit score 0", () => {
  expect(rouge(["今日は"], ["今日は"]).rouge1.f).toBe(0);
  expect(rouge([""], [""]).rougeLsum).toEqual({ precision: 0, recall: 0, f: 0 });
});

test("stems as NLTK, where it departs from Porter", () => {
  const stems = {
    dies: "die",
    flies: "fli",
    used: "use",
    enjoy: "enjoy",
    skies: "sky",
    hyena: "hyena",
  };
  for (const [word, stem] of Object.entries(stems)) expect(stemWord(word)).toBe(stem);
});

test("longest common subsequences", () => {
  const [from, to] = [Int32Array.of(1, 2, 3, 4, 1), Int32Array.of(3, 4, 1, 2, 1, 3)];
  expect(commonLength(from, to)).toBe(3);
  expect(commonPositions(from, to)).toHaveLength(3);
  expect(commonPositions(from, new Int32Array())).toEqual([]);
});

test("refuses what cannot be scored", () => {
  expect(() => rouge([], [])).toThrow(
    "Cannot compute ROUGE: there must be at least one hypothesis, got none",
  );
});
