import type { RunEvaluation } from "@encdec/core/persistence";
import { describe, expect, it } from "vitest";
import { forecast, translation } from "../test/evaluations.ts";
import { compareSegments } from "./compare-segments.ts";

/** Translations of numbered sources, the first ones right. */
function translations(right: number, { from = 0, count = 60 } = {}): RunEvaluation {
  const items = Array.from({ length: count }, (_, index) => {
    const text = `phrase number ${from + index} of all`;
    return { key: text, hypothesis: index < right ? text : "wrong", references: [text] };
  });
  return translation({ segments: { kind: "texts", items } });
}

function forecasts(error: number): RunEvaluation {
  const items = Array.from({ length: 30 }, (_, block) => ({
    key: `block ${block}`,
    sum: 10 * error * (1 + 0.1 * Math.sin(block)),
    count: 10,
  }));
  return forecast({ segments: { kind: "means", items } });
}

describe("compareSegments", () => {
  it("finds the better of two runs, from both sides", () => {
    const [bad, good] = [translations(20), translations(45)];
    expect(compareSegments(bad, good)).toMatchObject({ segments: 60, outcome: "better" });
    expect(compareSegments(bad, good)?.pValue).toBeLessThan(0.01);
    expect(compareSegments(good, bad)).toMatchObject({ outcome: "worse" });
    expect(compareSegments(good, good)).toMatchObject({
      difference: 0,
      pValue: 1,
      outcome: "unclear",
    });
  });

  it("knows that less error is better", () => {
    const found = compareSegments(forecasts(0.9), forecasts(0.6));
    expect(found?.baseline).toBeCloseTo(0.9, 1);
    expect(found?.difference).toBeCloseTo(-0.3, 1);
    expect(found).toMatchObject({ segments: 30, outcome: "better" });
  });

  it.each(["BLEU", "chrF", "ROUGE-L", "exact match"])("compares by %s", (name) => {
    const measures = [{ name, direction: "highest", maximum: 100 }] as const;
    const found = compareSegments(
      { ...translations(0), measures },
      { ...translations(60), measures },
    );
    expect(found?.baseline).toBeLessThan(20);
    expect(found?.system).toBeCloseTo(100, 6);
  });

  it("leaves out what only one run has not been trained on", () => {
    const found = compareSegments(translations(60), translations(60, { from: 50 }));
    expect(found?.segments).toBe(10);
    expect(compareSegments(translations(9), translations(9, { from: 59 }))).toBeUndefined();
    expect(
      compareSegments(translations(9), { ...forecasts(1), task: "translate" }),
    ).toBeUndefined();
  });

  it("leaves out sources that are to become something else", () => {
    const french = translations(9);
    const items = french.segments.kind === "texts" ? french.segments.items : [];
    const german = items.map((item, index) =>
      index < 2 ? item : { ...item, references: [`${item.references[0]}!`] },
    );
    const other = { ...french, segments: { kind: "texts", items: german } } as const;
    expect(compareSegments(french, other)?.segments).toBe(2);
  });

  it("refuses runs of two tasks, and measures that it does not know", () => {
    expect(() => compareSegments(translations(1), forecasts(1))).toThrow(
      new RangeError("Cannot compare runs: both must be of one task, got translate and forecast"),
    );
    const other = { ...translations(1), measures: [{ name: "TER", direction: "lowest" }] as const };
    expect(() => compareSegments(other, other)).toThrow(
      new RangeError(
        "Cannot compare runs: the measure must be one of BLEU, chrF, ROUGE-L, exact match, got TER",
      ),
    );
  });
});
