import { headlineOf, type Measure, type Score } from "@encdec/core/persistence";
import { describe, expect, it } from "vitest";
import { forecast, translation } from "../test/evaluations.ts";
import { type Outcome, outcomeOf, verdictOf, verdictSentence } from "./verdict.ts";

const HIGHEST: Measure = { name: "BLEU", direction: "highest", maximum: 100 };
const LOWEST: Measure = { name: "MASE", direction: "lowest" };

describe("outcomeOf", () => {
  it.each<[string, Measure, Score, Score, number | undefined, Outcome]>([
    ["a clear lead", HIGHEST, { score: 60 }, { score: 40 }, 0.01, "better"],
    ["a clear lag", HIGHEST, { score: 40 }, { score: 60 }, 0.01, "worse"],
    ["a lead that may be chance", HIGHEST, { score: 60 }, { score: 59 }, 0.05, "unclear"],
    ["no lead at all", HIGHEST, { score: 60 }, { score: 60 }, 0.01, "unclear"],
    ["less where less is better", LOWEST, { score: 0.7 }, { score: 0.9 }, 0.01, "better"],
    ["more where less is better", LOWEST, { score: 0.9 }, { score: 0.7 }, undefined, "worse"],
    [
      "intervals apart",
      HIGHEST,
      { score: 60, lower: 55, upper: 65 },
      { score: 40, lower: 35, upper: 45 },
      undefined,
      "better",
    ],
    [
      "intervals that overlap",
      HIGHEST,
      { score: 60, lower: 45, upper: 75 },
      { score: 40, lower: 30, upper: 50 },
      undefined,
      "unclear",
    ],
    [
      "the test where there are both",
      HIGHEST,
      { score: 60, lower: 45, upper: 75 },
      { score: 40, lower: 30, upper: 50 },
      0.001,
      "better",
    ],
  ])("judges %s", (_, measure, system, baseline, pValue, expected) => {
    expect(outcomeOf({ measure, system, baseline, pValue })).toBe(expected);
  });
});

describe("the verdict of a run", () => {
  it("is about the best baseline, whichever end of the measure is good", () => {
    expect(headlineOf(translation()).baseline.name).toBe("nearest source");
    expect(headlineOf(forecast()).baseline.name).toBe("ridge");
    expect(verdictOf(translation())).toBe("better than nearest source (p < 0.001)");
    expect(verdictOf(forecast())).toBe("worse than ridge");
  });

  it("has a sentence with the scores", () => {
    expect(verdictSentence(translation({ pValue: 0.3 }))).toBe(
      "The model cannot be told apart from nearest source (p = 0.300): BLEU 61.3 [50.0, 70.0] beside 40.0 [31.0, 49.0].",
    );
    expect(verdictSentence(forecast())).toBe(
      "The model is worse than ridge: MASE 0.700 beside 0.690, of which less is better.",
    );
  });

  it("needs a baseline and its score", () => {
    const [model] = translation().systems;
    expect(() => headlineOf(translation({ systems: [model] }))).toThrow(
      new Error("Cannot compare systems: there must be a baseline, got none"),
    );
    const nameless = translation({ systems: [model, { name: "copy", scores: {} }] });
    expect(() => headlineOf(nameless)).toThrow(
      new Error("Cannot compare systems: copy must have a score, got no BLEU"),
    );
  });
});
