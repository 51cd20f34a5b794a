import { describe, expect, test } from "vitest";
import { normalize } from "./normalize.ts";

describe("white space", () => {
  test.each([
    ["no-break, narrow, thin and ideographic spaces", "a\u00a0b\u202fc\u2009d\u3000e", "a b c d e"],
    ["line and paragraph separators", "a\r\nb\u2028c\u2029d\u0085e\ff", "a b c d e f"],
    ["control characters", "a\u0000b\u001bc\u007fd", "a b c d"],
    ["runs and both ends", " \t a  \n b \u202f", "a b"],
    ["nothing but space", " \n\t\u00a0", ""],
    ["nothing", "", ""],
  ])("%s", (_, text, expected) => {
    expect(normalize(text)).toBe(expected);
  });
});

test("removes invisible characters but keeps the joiners of Persian words and emoji", () => {
  expect(normalize("\ufeffso\u00adft sp\u200bace\u2060 \u200eleft\u202e")).toBe("soft space left");
  expect(normalize("می\u200cخواهم")).toBe("می\u200cخواهم");
  expect(normalize("👩\u200d🚀 ✈\ufe0f")).toBe("👩\u200d🚀 ✈\ufe0f");
});

test("composes letters; NFKC also folds their variants", () => {
  expect(normalize("e\u0301te\u0301")).toBe("été");
  expect(normalize("ﬁn Ａ½")).toBe("ﬁn Ａ½");
  expect(normalize("ﬁn Ａ", { form: "NFKC" })).toBe("fin A");
});

test("composes across a removed invisible character", () => {
  expect(normalize("e\u200b\u0301")).toBe("é");
});

test("replaces half surrogate pairs", () => {
  expect(normalize("a\ud83d b\ude00 😀")).toBe("a\ufffd b\ufffd 😀");
});

test("unifies apostrophes and quotation marks only when asked", () => {
  const text = "“L’œuf” ‘x’ «y» ‛z „w‟";
  expect(normalize(text)).toBe(text);
  expect(normalize(text, { unifyQuotes: true })).toBe("\"L'œuf\" 'x' «y» 'z \"w\"");
});

test("lowercases by the rules of the language", () => {
  expect(normalize("ÉTÉ IÇI Σίσυφος", { lowercase: true })).toBe("été içi σίσυφος");
  expect(normalize("J\u030c", { lowercase: true })).toBe("ǰ");
  expect(normalize("DİL IŞIK", { lowercase: true, language: "tr" })).toBe("dil ışık");
  expect(() => normalize("A", { lowercase: true, language: "no such tag" })).toThrow(
    'Cannot normalize a text: language must be a BCP 47 tag such as "fr", got "no such tag"',
  );
});

test("changes nothing the second time", () => {
  const texts = ["İ I\u0307 ™ ᵀ ﬃ", "  x\u00a0\u0301y ", "´a` “b” ＂c＇", "a\u200b\u0327\u0301"];
  for (const text of texts) {
    for (const form of ["NFC", "NFKC"] as const) {
      for (const lowercase of [false, true]) {
        const options = { form, lowercase, unifyQuotes: true };
        const once = normalize(text, options);
        expect(normalize(once, options)).toBe(once);
      }
    }
  }
});
