import { expect, it } from "vitest";
import { copiedWords, decodeCopied, encodeCopied } from "./copied-words.ts";
import { END_ID, PAD_ID, START_ID, UNKNOWN_ID, Vocabulary } from "./vocabulary.ts";

const vocabulary = Vocabulary.build([["a", "b"]]); // ids 4 and 5, size 6

it("numbers unknown words once, from the vocabulary's size on", () => {
  const { ids, unknown } = copiedWords(["x", "a", "y", "x"], vocabulary);
  expect(ids).toEqual([6, 4, 7, 6]);
  expect(unknown).toEqual(["x", "y"]);
});

it("takes targets there and back, unknown where neither has the word", () => {
  const source = copiedWords(["x", "a", "y"], vocabulary);
  const ids = encodeCopied(["y", "b", "z", "x"], vocabulary, source);
  expect(ids).toEqual([7, 5, UNKNOWN_ID, 6]);
  const written = [START_ID, ...ids, END_ID, 4, PAD_ID];
  expect(decodeCopied(written, vocabulary, source)).toEqual(["y", "b", "<unk>", "x"]);
});

it("refuses an id of no word", () => {
  const source = copiedWords(["x"], vocabulary);
  expect(() => decodeCopied([7], vocabulary, source)).toThrow(
    "Cannot decode copied words: ids must be below 7, got 7",
  );
});
