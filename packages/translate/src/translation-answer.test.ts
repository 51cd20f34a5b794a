import { expect, it } from "vitest";
import type { Translation } from "./decode.ts";
import { translationAnswer } from "./translation-answer.ts";

const RED_APPLE: Translation = {
  source: "red apple",
  translation: "pomme\u2028rouge",
  tokens: ["pomme", "rouge"],
  logProbability: -1,
  score: -0.333,
  sourceTokens: ["red", "apple"],
  unknown: ["apple"],
  cut: true,
  attention: [
    [0.25, 0.75],
    [1, 0],
  ],
  alternatives: [
    { translation: "rouge", tokens: ["rouge"], logProbability: -2.345, score: -1.1725 },
  ],
};

it("is one line for lines, all else beside it", () => {
  const { text, value, notices, problem } = translationAnswer(RED_APPLE, {
    form: "line",
    table: true,
  });
  expect(text).toBe("pomme rouge\trouge");
  expect(value).toBe(RED_APPLE);
  expect(notices).toEqual([
    'cut to the longest source that the run allows, 2 tokens: "red apple"',
    'unknown in "red apple": "apple"',
    "      red apple\npomme ░░░ ▓▓▓▓▓\nrouge ███",
  ]);
  expect(problem).toBeUndefined();
});

it("is a table for readers", () => {
  const { text } = translationAnswer(RED_APPLE, { form: "lines", table: true });
  expect(text.split("\n")).toEqual([
    "score  log-probability  translation",
    "-0.33  -1.00            pomme rouge",
    "-1.17  -2.35            rouge",
    "      red apple",
    "pomme ░░░ ▓▓▓▓▓",
    "rouge ███",
  ]);
});

it("is a problem when all words are unknown", () => {
  const unknown = {
    ...RED_APPLE,
    translation: "",
    tokens: [],
    attention: [],
    unknown: ["red", "apple"],
  };
  const problem =
    'Cannot translate "red apple": at least one word must be in the vocabulary, got only unknown ones';
  const answer = translationAnswer(unknown, { form: "line", table: true });
  expect(answer).toEqual({ text: "", value: { ...unknown, error: problem }, problem });
});

it("is nothing for nothing", () => {
  const nothing = { ...RED_APPLE, source: "\0", sourceTokens: [], unknown: [] };
  expect(translationAnswer(nothing, { form: "line" })).toEqual({ text: "", value: nothing });
});

it("quotes the beginning of long phrases", () => {
  const long = { ...RED_APPLE, source: "👩".repeat(10_000) };
  const [cut] = translationAnswer(long, { form: "line" }).notices ?? [];
  expect(cut).toBe(
    `cut to the longest source that the run allows, 2 tokens: "${"👩".repeat(60)}…"`,
  );
});
