import { expect, test } from "vitest";
import { matchNGrams } from "./n-grams.ts";

const list = (text: string): string[] => text.split(" ");

test("clips the matches of each order", () => {
  expect(matchNGrams(list("a a a b"), [list("a a c")], 3)).toEqual([2, 1, 0]);
  expect(matchNGrams(list("a b c d"), [list("a b c d")], 5)).toEqual([4, 3, 2, 1, 0]);
  expect(matchNGrams([], [list("a")], 2)).toEqual([0, 0]);
  expect(matchNGrams(list("a"), [[]], 2)).toEqual([0, 0]);
});

test("takes the reference that has an n-gram most often", () => {
  expect(matchNGrams(list("a a a b b"), [list("a a b"), list("b b a")], 2)).toEqual([4, 3]);
});

test("counts as a search through all n-grams does", () => {
  // A small congruential generator: the lists are the same in every run.
  let state = 1;
  const draw = (limit: number): number => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  const words = () => Array.from({ length: draw(30) }, () => `w${draw(4)}`);
  for (let round = 0; round < 100; round++) {
    const hypothesis = words();
    const references = Array.from({ length: 1 + draw(3) }, words);
    for (const [index, matches] of matchNGrams(hypothesis, references, 5).entries()) {
      expect(matches).toBe(matchesByStrings(hypothesis, references, index + 1));
    }
  }
});

function matchesByStrings(hypothesis: string[], references: string[][], order: number): number {
  const nGrams = (words: string[]) =>
    words.flatMap((_, start) =>
      start + order <= words.length ? [words.slice(start, start + order).join(" ")] : [],
    );
  const count = (all: string[], wanted: string) => all.filter((nGram) => nGram === wanted).length;
  const own = nGrams(hypothesis);
  return [...new Set(own)].reduce((sum, nGram) => {
    const clip = Math.max(...references.map((reference) => count(nGrams(reference), nGram)));
    return sum + Math.min(clip, count(own, nGram));
  }, 0);
}
