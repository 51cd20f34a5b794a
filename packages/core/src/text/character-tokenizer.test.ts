import { expect, test } from "vitest";
import { characterTokenizer } from "./character-tokenizer.ts";

test("gives one token for each code point and joins exactly", () => {
  expect(characterTokenizer.tokenize("a é\n😀")).toEqual(["a", " ", "é", "\n", "😀"]);
  for (const text of [
    "",
    " two  spaces ",
    "for i in range(3):\n\tprint(i)",
    "👩\u200d🚀 e\u0301 \ud800",
  ]) {
    expect(characterTokenizer.detokenize(characterTokenizer.tokenize(text))).toBe(text);
  }
});
