import { describe, expect, test } from "vitest";
import { BytePairEncoding } from "./byte-pair-encoding.ts";
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

describe("byte-pair tokenizers", () => {
  const texts = [
    "Qu'aimes-tu aujourd'hui ?",
    "Aimes-tu l'aurore ?",
    "Il aime l'aube, aujourd'hui !",
  ];
  const words = createTokenizer({ kind: "word", language: "fr" });
  const encoding = BytePairEncoding.learn(texts.map(words.tokenize), { merges: 8 });

  test("split the words of the language and join them again", () => {
    const tokenizer = createTokenizer({ kind: "bytePair", encoding, language: "fr" });
    expect(tokenizer.name).toBe("bytePair-fr");
    expect(tokenizer.tokenize("L'aube !")).toEqual(["L@@", "'", "au@@", "b@@", "e", "!"]);
    for (const text of [...texts, "Vraiment 😀 ?", "", "« Où ça ? »"]) {
      expect(tokenizer.detokenize(tokenizer.tokenize(text))).toBe(text);
    }
  });

  test("give other pieces and the same text with dropout", () => {
    let draws = 0;
    const dropout = { rate: 0.5, uniform: () => (draws++ % 3) / 3 };
    const tokenizer = createTokenizer({ kind: "bytePair", encoding, dropout, language: "fr" });
    const [text = ""] = texts;
    const [first, second] = [tokenizer.tokenize(text), tokenizer.tokenize(text)];
    expect(first).not.toEqual(second);
    expect(tokenizer.detokenize(first)).toBe(text);
    expect(tokenizer.detokenize(second)).toBe(text);
  });
});
