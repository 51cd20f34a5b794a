import { describe, expect, it } from "vitest";
import { headlineOf } from "./run-evaluation.ts";

const MEASURES = [{ name: "BLEU", direction: "highest" }] as const;
const MODEL = { name: "model", scores: { BLEU: { score: 50 } } };

describe("headlineOf", () => {
  it("finds the best baseline at the good end of the measure", () => {
    const copy = { name: "copy", scores: { BLEU: { score: 2 } } };
    const nearest = { name: "nearest", scores: { BLEU: { score: 40, lower: 31, upper: 49 } } };
    const found = headlineOf({ measures: MEASURES, systems: [MODEL, copy, nearest] });
    expect(found).toEqual({
      measure: MEASURES[0],
      model: { score: 50 },
      baseline: { name: "nearest", score: { score: 40, lower: 31, upper: 49 } },
    });
  });

  it.each([
    ["no baseline", [], "there must be a baseline, got none"],
    [
      "a baseline without the score",
      [{ name: "copy", scores: {} }],
      "copy must have a score, got no BLEU",
    ],
  ])("refuses %s", (_, baselines, why) => {
    expect(() => headlineOf({ measures: MEASURES, systems: [MODEL, ...baselines] })).toThrow(
      new Error(`Cannot compare systems: ${why}`),
    );
  });
});
