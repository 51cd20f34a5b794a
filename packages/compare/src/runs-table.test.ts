import { describe, expect, it } from "vitest";
import { forecast, scored, translation } from "../test/evaluations.ts";
import type { ComparedRuns } from "./compare-runs.ts";
import { runSentences, runsTable, runsText, runsValue } from "./runs-table.ts";

const difference = {
  segments: 556,
  baseline: 61.25,
  system: 58.2,
  difference: -3.05,
  pValue: 0.004,
  outcome: "worse",
} as const;

const runs: ComparedRuns = [
  { ...scored(translation()), run: "runs/whole", settings: { "model.units": "64" } },
  {
    ...scored(translation()),
    run: "runs/narrow",
    settings: { "model.units": "16", "training.metric": '"loss"' },
    difference,
  },
  { ...scored(translation()), run: "runs/other", settings: { "model.units": "64" } },
];

describe("runs side by side", () => {
  it("have a table with what they differ in and by how much", () => {
    const { head, rows } = runsTable(runs);
    expect(head[4]).toBe("BLEU");
    expect(rows[1]).toEqual([
      "runs/narrow",
      'model.units 16, training.metric "loss"',
      "12,345",
      "1 min 15 s",
      "61.3 [50.0, 70.0]",
      "-3.0",
      "0.004",
    ]);
    expect(rows[0]?.slice(5)).toEqual(["", ""]);
    expect(runsText(runs).split("\n")).toHaveLength(4 + 1 + 2);
  });

  it("have a sentence for each but the first", () => {
    expect(runSentences(runs)).toEqual([
      "runs/narrow is worse than runs/whole (p = 0.004), on 556 examples that are held out from both",
      "runs/other and runs/whole cannot be compared: they share fewer than two held-out examples",
    ]);
    const unclear = { ...difference, outcome: "unclear", pValue: 0.4 } as const;
    const [first, second] = [{ ...scored(forecast()), settings: {} }, scored(forecast())];
    expect(
      runSentences([first, { ...second, run: "b", settings: {}, difference: unclear }]),
    ).toEqual([
      "b cannot be told apart from runs/forecast (p = 0.400), on 556 blocks of windows that are held out from both",
    ]);
    expect(runsTable([first]).head[4]).toBe("MASE (less is better)");
  });

  it("have values for programs", () => {
    expect(runsValue(runs)).toMatchObject({
      task: "translate",
      measure: { name: "BLEU" },
      runs: [
        { run: "runs/whole", settings: { "model.units": 64 } },
        { settings: { "model.units": 16, "training.metric": "loss" }, difference },
        { run: "runs/other" },
      ],
    });
  });
});
