import { describe, expect, it } from "vitest";
import {
  bestReport,
  isBetter,
  isPatienceOver,
  keptSteps,
  metricOf,
  type TrainingReport,
} from "./reports.ts";

const LOWEST = { name: "loss", direction: "lowest" } as const;

function reports(losses: readonly number[]): TrainingReport[] {
  return losses.map((loss, index) => ({
    epoch: index + 1,
    step: 10 * (index + 1),
    learningRate: 1,
    trainingLoss: -loss,
    validation: { loss },
    tokensPerSecond: 1,
    elapsedSeconds: 1,
  }));
}

describe("reports", () => {
  it("give their metrics by name", () => {
    const [report] = reports([3]) as [TrainingReport];
    expect(metricOf(report, { name: "loss" })).toBe(3);
    expect(metricOf(report, { name: "trainingLoss" })).toBe(-3);
    expect(() => metricOf(report, { name: "bleu" })).toThrow(
      'Cannot compare reports: the metric must be one of trainingLoss, loss, got "bleu"',
    );
  });

  it("are better by direction and margin, never when not finite", () => {
    expect(isBetter(1, 2, LOWEST)).toBe(true);
    expect(isBetter(1, 2, { direction: "highest" })).toBe(false);
    expect(isBetter(1, 1, LOWEST)).toBe(false);
    expect(isBetter(1, 2, { ...LOWEST, margin: 1 })).toBe(false);
    expect(isBetter(1, Number.NaN, LOWEST)).toBe(true);
    expect(isBetter(Number.NEGATIVE_INFINITY, 1, LOWEST)).toBe(false);
  });

  it("have a best one, the first of equals", () => {
    expect(bestReport(reports([3, 1, 2, 1]), LOWEST)?.epoch).toBe(2);
    expect(bestReport(reports([3, 1]), { name: "loss", direction: "highest" })?.epoch).toBe(1);
    expect(bestReport(reports([Number.NaN]), LOWEST)).toBeUndefined();
  });

  it("use patience up", () => {
    const stopping = { patience: 2, metric: LOWEST };
    expect(isPatienceOver([], stopping)).toBe(false);
    expect(isPatienceOver(reports([1, 2]), stopping)).toBe(false);
    expect(isPatienceOver(reports([1, 2, 2]), stopping)).toBe(true);
    expect(isPatienceOver(reports([1, 0.9, 0.8]), stopping)).toBe(false);
    const least = { ...stopping, minimumImprovement: 0.5 };
    expect(isPatienceOver(reports([1, 0.9, 0.8]), least)).toBe(true);
    expect(isPatienceOver(reports([Number.NaN, Number.NaN]), stopping)).toBe(true);
  });

  it("say whose weights to keep", () => {
    const all = reports([3, 1, 2, Number.NaN, 5]);
    expect(keptSteps(all, { last: 2, best: 0, metric: LOWEST })).toEqual([40, 50]);
    expect(keptSteps(all, { last: 0, best: 2, metric: LOWEST })).toEqual([20, 30]);
    expect(keptSteps(all, { last: 1, best: 2, metric: LOWEST })).toEqual([20, 30, 50]);
    expect(keptSteps(all, { last: 9, best: 9, metric: LOWEST })).toHaveLength(5);
  });
});
