import { describe, expect, test } from "vitest";
import { END_ID, PAD_ID, START_ID, UNKNOWN_ID, Vocabulary } from "./vocabulary.ts";

const LISTS = [
  ["the", "cat", "sees", "the", "dog"],
  ["the", "dog", "sleeps"],
];

const tokensOf = (vocabulary: Vocabulary) =>
  Array.from({ length: vocabulary.size }, (_, id) => vocabulary.token(id));

describe("build", () => {
  test("puts the special tokens first, then the most frequent, ties by code units", () => {
    const vocabulary = Vocabulary.build(LISTS);
    expect(tokensOf(vocabulary)).toEqual([
      "<pad>",
      "<unk>",
      "<s>",
      "</s>",
      "the",
      "dog",
      "cat",
      "sees",
      "sleeps",
    ]);
    expect([PAD_ID, UNKNOWN_ID, START_ID, END_ID]).toEqual([0, 1, 2, 3]);
  });

  test("does not depend on the order of the data", () => {
    const reversed = LISTS.map((tokens) => tokens.toReversed()).toReversed();
    expect(Vocabulary.build(reversed).toText()).toBe(Vocabulary.build(LISTS).toText());
  });

  test("leaves out what is rarer than the minimum count", () => {
    expect(tokensOf(Vocabulary.build(LISTS, { minimumCount: 2 })).slice(4)).toEqual(["the", "dog"]);
  });

  test("ends at the maximum size, special tokens included", () => {
    expect(tokensOf(Vocabulary.build(LISTS, { maximumSize: 6 })).slice(4)).toEqual(["the", "dog"]);
    expect(Vocabulary.build(LISTS, { maximumSize: 100 }).size).toBe(9);
  });

  test("has only the special ids without data", () => {
    expect(Vocabulary.build([]).size).toBe(4);
  });

  test("refuses bad options and tokens", () => {
    expect(() => Vocabulary.build(LISTS, { minimumCount: 0 })).toThrow(
      "Cannot build a vocabulary: minimumCount must be an integer of at least 1, got 0",
    );
    expect(() => Vocabulary.build(LISTS, { maximumSize: 4 })).toThrow(
      "Cannot build a vocabulary: maximumSize must be an integer of at least 5, got 4",
    );
    expect(() => Vocabulary.build([["a", ""]])).toThrow(
      'Cannot build a vocabulary: tokens must not be empty, got ""',
    );
    expect(() => Vocabulary.build([["a\ud800"]])).toThrow(
      'Cannot build a vocabulary: tokens must be well-formed Unicode, got "a\\ud800"',
    );
  });
});

describe("look-up", () => {
  const vocabulary = Vocabulary.build(LISTS);

  test("gives the unknown id to every other token", () => {
    expect(vocabulary.encode(["the", "bird", "sleeps"])).toEqual([4, UNKNOWN_ID, 8]);
    expect(vocabulary.has("the")).toBe(true);
    expect(vocabulary.has("bird")).toBe(false);
  });

  test("knows no property names of objects", () => {
    expect(vocabulary.encode(["constructor", "__proto__"])).toEqual([UNKNOWN_ID, UNKNOWN_ID]);
  });

  test("decodes up to the end token and without padding and start", () => {
    const ids = [START_ID, 4, UNKNOWN_ID, 5, END_ID, 6, PAD_ID];
    expect(vocabulary.decode(ids)).toEqual(["the", "<unk>", "dog"]);
    expect(vocabulary.decode(ids, { stopAtEnd: false })).toEqual(["the", "<unk>", "dog", "cat"]);
    expect(vocabulary.decode(ids, { skipSpecials: false })).toEqual(["<s>", "the", "<unk>", "dog"]);
    expect(vocabulary.decode(ids, { skipSpecials: false, stopAtEnd: false })).toEqual([
      "<s>",
      "the",
      "<unk>",
      "dog",
      "</s>",
      "cat",
      "<pad>",
    ]);
    expect(vocabulary.decode(Int32Array.of(4, 5))).toEqual(["the", "dog"]);
  });

  test.each([9, -1, 1.5, Number.NaN])("refuses the id %s", (id) => {
    expect(() => vocabulary.decode([id])).toThrow(
      `Cannot look up a token: id must be an integer from 0 to 8, got ${id}`,
    );
  });
});

test("a token of the data that is written like a special one is not special", () => {
  const without = Vocabulary.build(LISTS);
  expect(without.has("<pad>")).toBe(false);
  expect(without.encode(["<pad>", "</s>"])).toEqual([UNKNOWN_ID, UNKNOWN_ID]);

  const vocabulary = Vocabulary.build([["<pad>", "</s>", "x"]]);
  expect(vocabulary.encode(["</s>", "<pad>"])).toEqual([4, 5]);
  expect(vocabulary.decode([4, 5, PAD_ID, END_ID])).toEqual(["</s>", "<pad>"]);
  const reread = Vocabulary.fromText(vocabulary.toText());
  expect(reread.encode(["</s>", "<pad>", "x"])).toEqual([4, 5, 6]);
});
