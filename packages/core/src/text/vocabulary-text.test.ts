import { describe, expect, test } from "vitest";
import { Vocabulary } from "./vocabulary.ts";

const SPECIALS = "<pad>\n<unk>\n<s>\n</s>\n";

test("holds one token a line, the id is the line", () => {
  const vocabulary = Vocabulary.build([["b", "a", "a"]]);
  expect(vocabulary.toText()).toBe(`${SPECIALS}a\nb\n`);
  expect(Vocabulary.fromText(vocabulary.toText()).toText()).toBe(vocabulary.toText());
});

test("escapes backslashes, line breaks and names of special tokens", () => {
  const tokens = [
    "\n",
    "\r",
    "\\",
    "\\n",
    "\\\\",
    "a\nb",
    "<pad>",
    "\\<pad>",
    "<s>",
    " ",
    "\u2028",
    "<x>",
    "é",
    "😀",
  ];
  const vocabulary = Vocabulary.build([tokens]);
  const text = vocabulary.toText();
  expect(text.split("\n")).toHaveLength(vocabulary.size + 1);
  expect(text).not.toContain("\r");
  expect(text.split("\n")).toContain("\\<pad>");
  const reread = Vocabulary.fromText(text);
  expect(reread.size).toBe(tokens.length + 4);
  expect(reread.encode(tokens)).toEqual(vocabulary.encode(tokens));
  expect(reread.decode(vocabulary.encode(tokens))).toEqual(tokens);
});

describe("refuses", () => {
  test.each([
    ["an empty text", "", "line 1 must be <pad>, got the end of the text"],
    [
      "a text cut off in a line",
      `${SPECIALS}cat\nmor`,
      'the last line must end with a line break, got "mor"',
    ],
    ["missing special tokens", "<pad>\n<unk>\ncat\n", 'line 3 must be <s>, got "cat"'],
    [
      "a text cut off in the special tokens",
      "<pad>\n<unk>\n",
      "line 3 must be <s>, got the end of the text",
    ],
    [
      "line breaks of Windows",
      SPECIALS.replaceAll("\n", "\r\n"),
      'line 1 must be <pad>, got "<pad>\\r"',
    ],
    ["a byte order mark", `\ufeff${SPECIALS}`, 'line 1 must be <pad>, got "\ufeff<pad>"'],
    ["an empty line", `${SPECIALS}cat\n\ndog\n`, "line 6 must hold a token, got an empty line"],
    [
      "a repeated token",
      `${SPECIALS}cat\ndog\ncat\n`,
      "each token must stand once, got cat again in line 7",
    ],
    [
      "a token repeated with an escape",
      `${SPECIALS}<b\n\\<b\n`,
      "each token must stand once, got \\<b again in line 6",
    ],
    [
      "a repeated special token",
      `${SPECIALS}<s>\n`,
      "each token must stand once, got <s> again in line 5",
    ],
    [
      "an unknown escape",
      `${SPECIALS}a\\tb\n`,
      'line 5 must escape only backslashes, line breaks and special tokens, got "a\\\\tb"',
    ],
    [
      "a backslash at the end",
      `${SPECIALS}a\\\n`,
      'line 5 must escape only backslashes, line breaks and special tokens, got "a\\\\"',
    ],
    [
      "a carriage return",
      `${SPECIALS}cat\r\n`,
      'line 5 must escape only backslashes, line breaks and special tokens, got "cat\\r"',
    ],
  ])("%s", (_, text, why) => {
    expect(() => Vocabulary.fromText(text)).toThrow(
      new RangeError(`Cannot read a vocabulary: ${why}`),
    );
  });
});
