import { expect, test } from "vitest";
import type { WindowValues } from "./forecast-measure.ts";
import { forecastScore } from "./forecast-score.ts";
import { meanAbsoluteScaledError } from "./scaled-errors.ts";

const windows = (values: number[], shape: WindowValues["shape"]): WindowValues => ({
  values,
  shape,
});

test("each sample may have a history of its own", () => {
  const history = windows([0, 1, 2, 0, 10, 20], [2, 3, 1]);
  const zeros = windows([0, 0], [2, 1, 1]);
  const measure = meanAbsoluteScaledError({ history });
  expect(forecastScore(measure, windows([1, 10], [2, 1, 1]), zeros).overall).toBe(1);
  expect(forecastScore(measure, windows([2, 0], [2, 1, 1]), zeros).overall).toBe(1);
});

test("refuses a history that gives no scale", () => {
  const history = windows([1, 5, 1, 5, 2, 5], [1, 3, 2]);
  expect(() => meanAbsoluteScaledError({ history })).toThrow(
    "Cannot compute MASE: each variable must change over a season of its history, got the same values for variable 2 of sample 1",
  );
  expect(() => meanAbsoluteScaledError({ history, seasonLength: 3 })).toThrow(
    "Cannot compute MASE: seasonLength must be a whole number from 1 to below the 3 steps of the history, got 3",
  );
  const other = windows([1, 2, 3], [1, 3, 1]);
  const pair = windows([1, 2], [1, 1, 2]);
  expect(() => forecastScore(meanAbsoluteScaledError({ history: other }), pair, pair)).toThrow(
    "Cannot compute MASE: history must have one sample or those of the actuals, and their variables, got shapes [1, 3, 1] and [1, 1, 2]",
  );
});
