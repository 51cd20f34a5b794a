import { describe, expect, it } from "vitest";
import { forecast, scored, translation } from "../test/evaluations.ts";
import type { TaskResult } from "./compare-tasks.ts";
import { COLUMNS, comparisonTable, resultValue, tableRows } from "./comparison-table.ts";

const failed: TaskResult = {
  task: "summarize",
  run: "runs/summarize",
  problem: "Cannot load the data: no network",
  isInterrupted: false,
};
const results: TaskResult[] = [
  scored(translation()),
  failed,
  scored(forecast({ training: undefined }), { curve: [] }),
];

describe("the table of all tasks", () => {
  it("has a row a task, one that failed among them", () => {
    const [first, second, third] = tableRows(results);
    expect(first).toEqual([
      "translate",
      "LSTM encoder-decoder, 1 x 64, general attention",
      "12,345",
      "340 pairs to train, 3 sources held out",
      "1 min 15 s",
      "12,346 tokens/s",
      "BLEU 61.3 [50.0, 70.0]",
      "nearest source 40.0 [31.0, 49.0]",
      "better than nearest source (p < 0.001)",
    ]);
    expect(second).toHaveLength(COLUMNS.length);
    expect(second?.filter((cell) => cell !== "")).toEqual([
      "summarize",
      "failed: Cannot load the data: no network",
    ]);
    expect(third?.slice(4)).toEqual([
      "",
      "",
      "MASE 0.700 (less is better)",
      "ridge 0.690",
      "worse than ridge",
    ]);
  });

  it("becomes a block a task where a line is too short", () => {
    expect(comparisonTable(results).split("\n")).toHaveLength(4);
    const narrow = comparisonTable(results, 80).split("\n\n");
    expect(narrow).toHaveLength(3);
    expect(narrow[1]).toBe("summarize\n  verdict        failed: Cannot load the data: no network");
    expect(narrow[2]).toContain("\n  best baseline  ridge 0.690\n");
  });

  it("has values for programs", () => {
    expect(resultValue(results[0] as TaskResult)).toMatchObject({
      task: "translate",
      parameters: 12_345,
      trainingSeconds: 75,
      tokensPerSecond: 12_345.6,
      measure: { name: "BLEU" },
      score: { score: 61.25, lower: 50, upper: 70 },
      baseline: { name: "nearest source" },
      pValue: 0.0005,
    });
    expect(resultValue(failed)).toEqual({
      task: "summarize",
      run: "runs/summarize",
      problem: "Cannot load the data: no network",
    });
  });
});
