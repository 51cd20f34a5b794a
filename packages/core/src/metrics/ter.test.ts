import { expect, test } from "vitest";
import { ter } from "./ter.ts";
import { translationEdits } from "./translation-edits.ts";
import { moveWords } from "./word-shifts.ts";

const list = (text: string): string[] => text.split(" ");

test("a shift costs one edit, however long it is and however far it goes", () => {
  expect(translationEdits(list("d e f a b c"), list("a b c d e f"))).toBe(1);
  expect(translationEdits(list("a b c d e f"), list("a b c d e f"))).toBe(0);
  expect(translationEdits(list("f a b c d e"), list("a b c d e f"))).toBe(1);
});

test("other edits cost one a word", () => {
  expect(translationEdits([], list("a b"))).toBe(2);
  expect(translationEdits(list("a b"), [])).toBe(2);
  expect(translationEdits(list("a x c y"), list("a b c"))).toBe(2);
});

test("moves words before others, or on by the length of the sequence from within", () => {
  const words = Int32Array.of(0, 1, 2, 3, 4, 5);
  const move = (start: number, length: number, position: number) =>
    Array.from(moveWords(words, start, length, position));
  expect(move(3, 2, 1)).toEqual([0, 3, 4, 1, 2, 5]);
  expect(move(1, 2, 5)).toEqual([0, 3, 4, 1, 2, 5]);
  expect(move(1, 2, 2)).toEqual([0, 3, 1, 2, 4, 5]);
  expect(move(1, 2, 1)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(move(4, 2, 6)).toEqual([0, 1, 2, 3, 4, 5]);
});

test("takes the reference with the fewest edits and the mean length", () => {
  const result = ter(["a b c"], [["a b c d e", "a b x"]]);
  expect(result).toMatchObject({ edits: 1, referenceLength: 4, score: 25 });
});

test("options change what words are", () => {
  expect(ter(["A"], ["a"]).score).toBe(0);
  expect(ter(["A"], ["a"], { caseSensitive: true }).score).toBe(100);
  expect(ter(["a."], ["a"], { noPunctuation: true }).score).toBe(0);
  expect(ter(["a , b"], ["a, b"], { normalized: true }).score).toBe(0);
  expect(ter(["你好"], ["你 好"], { normalized: true, asianSupport: true }).score).toBe(0);
});

test("refuses what cannot be scored", () => {
  expect(() => ter([], [])).toThrow(
    "Cannot compute TER: there must be at least one hypothesis, got none",
  );
  expect(() => ter(["a"], [[]])).toThrow(
    "Cannot compute TER: each hypothesis must have at least one reference, got none for hypothesis 1",
  );
});
