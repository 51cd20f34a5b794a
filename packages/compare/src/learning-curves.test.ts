import { describe, expect, it } from "vitest";
import { curvesOfRuns, learningCurves } from "./learning-curves.ts";
import type { CurvePoint } from "./read-curve.ts";

const CURVE: CurvePoint[] = [1, 2, 3].map((epoch) => ({
  epoch,
  step: epoch,
  trainingLoss: 6 / epoch,
  validation: { loss: 3 / epoch, chrf: 20 * epoch, stage: epoch },
}));

describe("learning curves", () => {
  it("show losses and metrics apart, and say what they show", () => {
    const charts = learningCurves("translate", CURVE);
    expect(charts.map(({ description }) => description)).toEqual([
      "translate: loss over 3 epochs: training from 6 to 2, validation from 3 to 1.",
      "translate: validation metrics over 3 epochs: chrF from 20 to 60.",
    ]);
  });

  it("leave out what was not finite, and what has no points", () => {
    const broken = CURVE.map((point) => ({
      ...point,
      validation: { loss: point.epoch === 2 ? (null as unknown as number) : 1 },
    }));
    expect(learningCurves("a", broken)).toHaveLength(1);
    expect(learningCurves("a", [])).toEqual([]);
  });

  it("of several runs share an axis", () => {
    const [chart] = curvesOfRuns([
      { run: "runs/a", curve: CURVE },
      { run: "runs/b", curve: CURVE.slice(1) },
    ]);
    expect(chart?.description).toBe(
      "validation loss over 3 epochs: runs/a from 3 to 1, runs/b from 1.5 to 1.",
    );
  });
});
