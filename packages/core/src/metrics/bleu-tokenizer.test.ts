import { expect, test } from "vitest";
import { BLEU_TOKENIZERS } from "./bleu-tokenizer.ts";

test("13a separates punctuation but keeps numbers, hyphenated words and apostrophes", () => {
  expect(BLEU_TOKENIZERS["13a"]("It's 1,250.5 m; a well-known (2-part) rule.")).toEqual(
    "It's 1,250.5 m ; a well-known ( 2 - part ) rule .".split(" "),
  );
});

test("13a decodes entities", () => {
  expect(BLEU_TOKENIZERS["13a"]("&quot;a&quot; &amp; b")).toEqual(['"', "a", '"', "&", "b"]);
});

test("none splits at white space, char after each character", () => {
  expect(BLEU_TOKENIZERS.none(" a, b\tc ")).toEqual(["a,", "b", "c"]);
  expect(BLEU_TOKENIZERS.char("a, 😀b")).toEqual(["a", ",", "😀", "b"]);
});

test("intl separates all of Unicode's punctuation and symbols but keeps numbers", () => {
  expect(BLEU_TOKENIZERS.intl("«Où»: 1,250.5 €; 今日。")).toEqual(
    "« Où » : 1,250.5 € ; 今日 。".split(" "),
  );
});
