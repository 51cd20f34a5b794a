import { expect, test } from "vitest";
import { createTokenizer } from "./tokenizer.ts";

test("makes the tokenizer that is asked for", () => {
  expect(createTokenizer({ kind: "character" }).name).toBe("character");
  expect(createTokenizer({ kind: "word" }).name).toBe("word-en");
  expect(createTokenizer({ kind: "word", language: "fr-CA" }).name).toBe("word-fr");
  expect(createTokenizer({ kind: "word", language: "zh-Hant" }).name).toBe("word-zh");
});

test("joins characters exactly and words by the rules of the language", () => {
  const tokens = ["Oui", "!"];
  expect(createTokenizer({ kind: "character" }).detokenize(tokens)).toBe("Oui!");
  expect(createTokenizer({ kind: "word", language: "en" }).detokenize(tokens)).toBe("Oui!");
  expect(createTokenizer({ kind: "word", language: "fr" }).detokenize(tokens)).toBe("Oui !");
});

test("puts the asked-for space beside French punctuation", () => {
  const tokens = ["«", "Ça", "va", "?", "»", ":", "50", "%", "!"];
  const join = (punctuationSpace: " " | "\u00a0" | "\u202f") =>
    createTokenizer({ kind: "word", language: "fr", punctuationSpace }).detokenize(tokens);
  expect(join(" ")).toBe("« Ça va ? » : 50 % !");
  expect(join("\u00a0")).toBe("«\u00a0Ça va\u00a0?\u00a0»\u00a0: 50\u00a0%\u00a0!");
  expect(join("\u202f")).toBe("«\u202fÇa va\u202f?\u202f»\u202f: 50\u202f%\u202f!");
});

test("refuses a language that is no tag", () => {
  expect(() => createTokenizer({ kind: "word", language: "en français" })).toThrow(
    'Cannot create a tokenizer: language must be a BCP 47 tag such as "fr", got "en français"',
  );
});
