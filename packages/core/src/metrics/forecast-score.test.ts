import { describe, expect, test } from "vitest";
import golden from "../../test/fixtures/metrics/forecasts.json" with { type: "json" };
import { corpusScore } from "./corpus-statistics.ts";
import {
  meanAbsoluteError,
  meanAbsolutePercentageError,
  rootMeanSquaredError,
  symmetricMeanAbsolutePercentageError,
} from "./forecast-errors.ts";
import type { WindowValues } from "./forecast-measure.ts";
import { type ForecastScore, forecastScore, forecastStatistics } from "./forecast-score.ts";
import { perplexity } from "./perplexity.ts";
import { intervalCoverage, pinballLoss } from "./quantile-scores.ts";
import { rSquared } from "./r-squared.ts";
import { meanAbsoluteScaledError, rootMeanSquaredScaledError } from "./scaled-errors.ts";

type Shape = readonly [number, number, number];

/** The windows that the generator script scored, drawn in its order. */
function drawCase(seed: number) {
  let state = seed;
  const draw = (limit: number): number => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  for (let skipped = 0; skipped < 5; skipped++) draw(2);
  const shape: Shape = [1 + draw(6), 1 + draw(5), 1 + draw(3)];
  const [samples, , variables] = shape;
  const seasonLength = 1 + draw(4);
  const quantile = (1 + draw(19)) / 20;
  const historySamples = draw(2) === 0 ? samples : 1;
  const kind = draw(20);
  const fill = (windows: Shape): WindowValues => ({
    values: Array.from({ length: windows[0] * windows[1] * windows[2] }, () =>
      draw(kind === 2 ? 3 : 12) === 0 ? 0 : (draw(20001) - 10000) / 1000,
    ),
    shape: windows,
  });
  const history = fill([historySamples, seasonLength + 2 + draw(20), variables]);
  const same = { values: new Array<number>(shape[0] * shape[1] * shape[2]).fill(2.5), shape };
  const actuals = kind === 0 ? same : fill(shape);
  const forecasts = kind === 1 ? actuals : fill(shape);
  const [one, other] = [fill(shape), fill(shape)];
  const ends = (choose: (a: number, b: number) => number): WindowValues => ({
    values: Array.from(one.values, (value, index) => choose(value, other.values[index] as number)),
    shape,
  });
  const intervals = { lower: ends(Math.min), upper: ends(Math.max) };
  const probabilities = Array.from({ length: 1 + draw(30) }, () => (1 + draw(999)) / 1000);
  return { history, seasonLength, quantile, actuals, forecasts, intervals, probabilities };
}

type Case = ReturnType<typeof drawCase>;

const MEASURES: Record<string, (given: Case) => ForecastScore> = {
  mae: ({ forecasts, actuals }) => forecastScore(meanAbsoluteError, forecasts, actuals),
  rmse: ({ forecasts, actuals }) => forecastScore(rootMeanSquaredError, forecasts, actuals),
  mape: ({ forecasts, actuals }) => forecastScore(meanAbsolutePercentageError, forecasts, actuals),
  smape: ({ forecasts, actuals }) =>
    forecastScore(symmetricMeanAbsolutePercentageError, forecasts, actuals),
  mase: ({ forecasts, actuals, ...options }) =>
    forecastScore(meanAbsoluteScaledError(options), forecasts, actuals),
  rmsse: ({ forecasts, actuals, ...options }) =>
    forecastScore(rootMeanSquaredScaledError(options), forecasts, actuals),
  r2: ({ forecasts, actuals }) => forecastScore(rSquared, forecasts, actuals),
  pinball: ({ forecasts, actuals, quantile }) =>
    forecastScore(pinballLoss(quantile), forecasts, actuals),
  coverage: ({ intervals, actuals }) => forecastScore(intervalCoverage, intervals, actuals),
};

describe(`agrees on ${golden.cases.length} drawn cases with utilsforecast and scikit-learn`, () => {
  test.each(golden.measures.map((name, column) => [name, column] as const))(
    "%s",
    (name, column) => {
      const measure = MEASURES[name] as (given: Case) => ForecastScore;
      const wrong = golden.cases.flatMap((row, index) => {
        const given = drawCase(index + 1);
        const expected = row[column] as (number | null)[];
        if (expected[0] === null && ["mase", "rmsse"].includes(name)) {
          // The history of a variable never changes.
          expect(() => measure(given)).toThrow("must change over a season");
          return [];
        }
        const { overall, perStep, perVariable } = measure(given);
        const actual = [overall, perStep.at(-1), perVariable.at(-1)];
        const equal = actual.every((value = 0, figure) => {
          const wanted = expected[figure] ?? Number.NaN;
          if (Number.isNaN(wanted)) return Number.isNaN(value);
          return Math.abs(value - wanted) <= 1e-6 * Math.abs(wanted) + 1e-12;
        });
        return equal ? [] : [{ seed: index + 1, actual, expected }];
      });
      expect(wrong.slice(0, 3)).toEqual([]);
    },
  );

  test("perplexity", () => {
    for (const [index, expected] of golden.perplexities.entries()) {
      const { probabilities } = drawCase(index + 1);
      const losses = probabilities.map((probability) => -Math.log(probability));
      const counts = probabilities.map(() => 1);
      expect(Math.abs(perplexity(losses, counts) / expected - 1)).toBeLessThan(1e-6);
    }
  });
});

test("a score has all its parts", () => {
  // Errors 1, 2, 3, 4, then twice as large.
  const shape = [2, 2, 2] as const;
  const forecasts = { values: [1, 2, 3, 4, 2, 4, 6, 8], shape };
  const actuals = { values: new Float32Array(8), shape };
  expect(forecastScore(meanAbsoluteError, forecasts, actuals)).toEqual({
    overall: 3.75,
    perStep: [2.25, 5.25],
    perVariable: [3, 4.5],
    perStepAndVariable: [
      [1.5, 3],
      [4.5, 6],
    ],
  });
});

test("statistics of samples give the score of all of them", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const { forecasts, actuals } = drawCase(seed);
    for (const measure of [rootMeanSquaredError, meanAbsoluteError]) {
      const { overall } = forecastScore(measure, forecasts, actuals);
      const statistics = forecastStatistics(measure, forecasts, actuals);
      expect(statistics.segments).toBe(actuals.shape[0]);
      expect(corpusScore(statistics)).toBeCloseTo(overall, 9);
    }
  }
});

test("the mean of far values is no variation", () => {
  const shape = [4, 1, 1] as const;
  const actuals = { values: [1e6 + 0.1, 1e6 + 0.1, 1e6 + 0.1, 1e6 + 0.1], shape };
  const forecasts = { values: [0, 0, 0, 0], shape };
  expect(forecastScore(rSquared, forecasts, actuals).overall).toBe(0);
  expect(forecastScore(rSquared, actuals, actuals).overall).toBe(1);
});

test("refuses windows that do not fit", () => {
  const two = { values: [1, 2], shape: [1, 2, 1] } as const;
  expect(() => forecastScore(meanAbsoluteError, two, { values: [1, 2], shape: [2, 1, 1] })).toThrow(
    "Cannot compute MAE: forecasts and actuals must have the same shape, got [1, 2, 1] and [2, 1, 1]",
  );
  expect(() => forecastScore(meanAbsoluteError, two, { values: [1], shape: [1, 2, 1] })).toThrow(
    "Cannot compute MAE: values must fill a shape of at least one value, got 1 values of shape [1, 2, 1]",
  );
  expect(() =>
    forecastStatistics(meanAbsoluteError, two, { values: [], shape: [0, 2, 1] }),
  ).toThrow("got 0 values of shape [0, 2, 1]");
});
