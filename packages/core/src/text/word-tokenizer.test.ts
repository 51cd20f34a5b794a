import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { createTokenizer } from "./tokenizer.ts";

const english = createTokenizer({ kind: "word", language: "en" });
const french = createTokenizer({ kind: "word", language: "fr" });

/** Tokens are written with a space between them. */
const split = (tokens: string) => tokens.split(" ");

describe("English", () => {
  test.each([
    ["I don't think it's Anna's.", "I do n't think it 's Anna 's ."],
    ["They'd've gone, can't they?", "They 'd 've gone , ca n't they ?"],
    ["My parents’ car isn’t here", "My parents ’ car is n’t here"],
    ["Four o'clock, ma'am", "Four o'clock , ma'am"],
    ["A well-known mother-in-law's recipe", "A well-known mother-in-law 's recipe"],
    ["rock 'n' roll in the '60s, get 'em", "rock 'n' roll in the '60s , get 'em"],
    ["1,250.75 at 12:30 on 3/4/2021, -5", "1,250.75 at 12:30 on 3/4/2021 , -5"],
    ["The U.S. team at 7 a.m.", "The U.S. team at 7 a.m."],
    ["Wait... what?! (really)", "Wait ... what ?! ( really )"],
    ["$5 or 20% of R&D", "$ 5 or 20 % of R&D"],
    ["see www.example.org/a?b=1, me@example.net", "see www.example.org/a?b=1 , me@example.net"],
  ])("%s", (text, tokens) => {
    expect(english.tokenize(text)).toEqual(split(tokens));
  });
});

describe("French", () => {
  test.each([
    ["L'eau qu'il boit aujourd'hui", "L' eau qu' il boit aujourd'hui"],
    ["Jusqu’à l’aube, quelqu’un", "Jusqu’ à l’ aube , quelqu’un"],
    ["Y a-t-il un arc-en-ciel ?", "Y a -t-il un arc-en-ciel ?"],
    ["Donne-le-moi, vas-y, va-t'en", "Donne -le -moi , vas -y , va -t'en"],
    ["Peut-être un rendez-vous", "Peut-être un rendez-vous"],
    ["Celle-là même, c'est-à-dire elle-même", "Celle -là même , c' est-à-dire elle -même"],
    ["« 1 250,75 € » à 16h30", "« 1 250,75 € » à 16h30"],
    ["un(e) élève (sic)", "un (e) élève ( sic )"],
  ])("%s", (text, tokens) => {
    expect(french.tokenize(text)).toEqual(split(tokens));
  });
});

test("emoji are tokens of their own, with skin tones, joiners, flags and keycaps", () => {
  const emoji = ["😀", "👍🏽", "👩🏾‍🚀", "👨‍👩‍👧", "🇫🇷", "🇧🇷", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "#️⃣", "❤️", "❤️‍🔥", "™"];
  expect(english.tokenize(emoji.join(""))).toEqual(emoji);
  expect(english.tokenize(`ok${emoji[2]}!`)).toEqual(["ok", emoji[2], "!"]);
});

test("words of every script with spaces stay whole, marks included", () => {
  const words = [
    "Привіт",
    "м'ята",
    "שלום",
    "مرحبا",
    "می\u200cخواهم",
    "हिन्दी",
    "안녕하세요",
    "Ελλάδα",
    "e\u0301te\u0301",
    "ñandú",
  ];
  expect(english.tokenize(words.join(" "))).toEqual(words);
});

test("scripts without spaces go character by character and keep their spaces as tokens", () => {
  expect(english.tokenize("山の日 雨。")).toEqual(["山", "の", "日", " ", "雨", "。"]);
  expect(english.tokenize("ที่นี่")).toEqual(["ที่", "นี่"]);
  expect(english.tokenize("Tシャツ 2枚")).toEqual(["T", "シ", "ャ", "ツ", " ", "2", "枚"]);
});

test("loses nothing but white space", () => {
  const texts = [
    "",
    "   ",
    "\u{1f9d1}\u200d",
    "a\ufe0f \u0301",
    "<unk> <s>",
    "''\"“”'",
    "- -- --- .. . …",
    "\ud83d x \ude00",
    "x_y @me #1 ~3 ±2 ²½ ⅔ № § © ←",
    "l'l'l' n'n't 's's -tu-tu--tu",
    "ａｂｃ１２ ｶﾅ",
    "א״ב ג׳",
    "\u200d\u200c",
  ];
  // Every pair of the characters that have rules, between letters.
  const special = [..."'’-.,:;?!()«»\"%$€/&1aé山😀 +#@"];
  for (const first of special) for (const second of special) texts.push(`x${first}${second}y`);
  for (const language of ["en", "fr", "it", "ja", "de"]) {
    const { tokenize } = createTokenizer({ kind: "word", language });
    for (const text of texts) {
      const strip = (value: string) => value.replace(/\s/gu, "");
      expect(strip(tokenize(text).join(""))).toBe(strip(text));
      expect(tokenize(text)).not.toContain("");
    }
  }
});

test("takes time in proportion to the length, whatever the text", () => {
  for (const pattern of ["-+", "a-", "a.", "a'", "n't", "www.", "1,", "a@", "..?", "👨‍"]) {
    const start = performance.now();
    english.tokenize(pattern.repeat(20_000));
    french.tokenize(pattern.repeat(20_000));
    expect(performance.now() - start, pattern).toBeLessThan(2_000);
  }
});

test("loads natural's tokenizers without its database drivers", () => {
  const loaded = Object.keys(createRequire(import.meta.url).cache ?? {});
  expect(loaded.some((file) => /natural.lib.natural.tokenizers/.test(file))).toBe(true);
  expect(loaded.filter((file) => /node_modules.(mongoose|redis|pg|dotenv)\b/.test(file))).toEqual(
    [],
  );
});
