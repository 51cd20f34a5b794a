import { expect, test } from "vitest";
import { forecastScore } from "./forecast-score.ts";
import { intervalCoverage, pinballLoss } from "./quantile-scores.ts";

test("pinball loss is least at the quantile", () => {
  const values = Array.from({ length: 101 }, (_, index) => index);
  const actuals = { values, shape: [101, 1, 1] } as const;
  const loss = (forecast: number) =>
    forecastScore(pinballLoss(0.8), { ...actuals, values: values.map(() => forecast) }, actuals)
      .overall;
  const losses = values.map(loss);
  expect(losses.indexOf(Math.min(...losses))).toBe(80);
});

test("refuses a quantile out of its range", () => {
  for (const quantile of [0, 1, Number.NaN]) {
    expect(() => pinballLoss(quantile)).toThrow(
      `Cannot compute the pinball loss: quantile must be above 0 and below 1, got ${quantile}`,
    );
  }
});

test("coverage of what is not a number is none", () => {
  const one = (value: number) => ({ values: [value], shape: [1, 1, 1] }) as const;
  const cover = (lower: number, actual: number) =>
    forecastScore(intervalCoverage, { lower: one(lower), upper: one(1) }, one(actual)).overall;
  expect(cover(0, 1)).toBe(100);
  expect(cover(Number.NaN, 1)).toBeNaN();
  expect(cover(0, Number.NaN)).toBeNaN();
});
