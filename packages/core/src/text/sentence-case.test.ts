import { describe, expect, test } from "vitest";
import { SentenceCase } from "./sentence-case.ts";
import { createTokenizer } from "./tokenizer.ts";

const TRAINING = [
  ["We", "met", "Anna", "."],
  ["Anna", "and", "I", "left", "."],
  ["She", "met", "a", "Baker", "."],
  ["Is", "she", "a", "baker", "?"],
  ["NASA", "and", "Esa", "met", "."],
];
const sentenceCase = SentenceCase.learn(TRAINING);

describe("the first word of a sentence", () => {
  test.each([
    ["loses a capital that only marks the beginning", "She left .", "she left ."],
    ["loses it where it was never seen", "Crocodiles met", "crocodiles met"],
    ["keeps it where it has one elsewhere", "Anna left", "Anna left"],
    ["loses it where both ways are as frequent", "Baker Anna", "baker Anna"],
    ["keeps several capitals", "NASA met", "NASA met"],
    ["is looked for behind punctuation", "« She left »", "« she left »"],
    ["may be a number", "3 bakers", "3 bakers"],
    ["may have no case", "日 本", "日 本"],
    ["is marked when it has no capital", "she left", "⇩ she left"],
    ["is marked when it is only like the mark", "⇩ She left", "⇩ ⇩ She left"],
    ["keeps what a small letter could not bring back", "İki ev", "İki ev"],
    ["has nothing to lose when it is missing", "...", "..."],
  ])("%s", (_, text, expected) => {
    const tokens = text.split(" ");
    expect(sentenceCase.apply(tokens)).toEqual(expected.split(" "));
    expect(sentenceCase.restore(sentenceCase.apply(tokens))).toEqual(tokens);
  });

  test("gets a capital in what a model gives", () => {
    expect(sentenceCase.restore(["she", "left"])).toEqual(["She", "left"]);
    expect(sentenceCase.restore([])).toEqual([]);
    expect(sentenceCase.restore(["?"])).toEqual(["?"]);
  });
});

test("is the same after it was written and read", () => {
  expect(sentenceCase.toText()).toBe("Anna\nEsa\nI\n");
  expect(SentenceCase.fromText(sentenceCase.toText()).toText()).toBe(sentenceCase.toText());
});

test("works inside the tokenizers", () => {
  const tokenizer = createTokenizer({ kind: "word", language: "fr", sentenceCase });
  const texts = ["L'eau est là !", "« Êtes-vous Anna ? »", "oui", "3 h ?", ""];
  for (const text of texts) expect(tokenizer.detokenize(tokenizer.tokenize(text))).toBe(text);
  expect(tokenizer.tokenize("L'eau")).toEqual(["l'", "eau"]);
});
