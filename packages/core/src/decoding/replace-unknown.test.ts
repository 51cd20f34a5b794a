import { expect, it } from "vitest";
import { type ReplaceUnknownOptions, replaceUnknown } from "./replace-unknown.ts";

const WORDS = ["<pad>", "<unk>", "<s>", "</s>", "je", "suis"];
const OPTIONS: ReplaceUnknownOptions = {
  sourceWords: ["I", "am", "Groot"],
  unknownId: 1,
  word: (id) => WORDS[id] ?? "",
};

it("writes the source word that an unknown token looked at", () => {
  const attention = [
    [0.8, 0.1, 0.1],
    [0.3, 0.4, 0.3],
    // the last position is padding and no word
    [0.1, 0.2, 0.3, 0.4],
  ];
  expect(replaceUnknown([4, 5, 1], { ...OPTIONS, attention })).toEqual(["je", "suis", "Groot"]);
});

it("translates that word where it can", () => {
  const translate = (word: string): string => ({ Groot: "Groote" })[word] ?? word;
  const attention = [[0, 0, 1]];
  expect(replaceUnknown([1], { ...OPTIONS, attention, translate })).toEqual(["Groote"]);
});

it("writes copied words", () => {
  const copied = { firstId: 6, words: ["Groot", "Rocket"] };
  expect(replaceUnknown([7, 4, 6], { ...OPTIONS, copied })).toEqual(["Rocket", "je", "Groot"]);
});

it("refuses tokens that have no word", () => {
  expect(() => replaceUnknown([4, 1], OPTIONS)).toThrow(
    "Cannot replace an unknown token: attention is needed, got none at 1",
  );
  const copied = { firstId: 6, words: ["Groot"] };
  expect(() => replaceUnknown([7], { ...OPTIONS, copied })).toThrow(
    "Cannot replace a copied token: 1 words can be copied, got number 2",
  );
});
