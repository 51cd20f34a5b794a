/** Coefficient of determination. */

import { checkWindows, type ForecastMeasure, type WindowValues } from "./forecast-measure.ts";

// Below this share of the squares a variance is rounding.
const ROUNDING = 1e-12;

/**
 * Coefficient of determination, R^2: 1 - sum (actual - forecast)^2 / sum (actual - mean actual)^2.
 *
 * 1 for perfect forecasts, 0 for those as good as the mean, below 0 for worse ones. The mean is that of
 * the values scored: of one step in `perStep`. Where the actuals are all the same it is 1 for perfect
 * forecasts and 0 for all others, as in scikit-learn; of a single value it is not a number.
 *
 * Source: Draper and Smith 1998, "Applied Regression Analysis", 3rd edition, 1.3.
 *
 * @example
 * ```ts
 * import { forecastScore, rSquared } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const forecasts = { values: [1, 2, 4], shape: [3, 1, 1] } as const;
 * const actuals = { values: [1, 2, 3], shape: [3, 1, 1] } as const;
 * assert.closeTo(forecastScore(rSquared, forecasts, actuals).overall, 0.5, 1e-12);
 * ```
 */
export const rSquared: ForecastMeasure = {
  name: "R2",
  // Squared error, actual and squared actual beside the variable's mean, values.
  columns: 4,
  compare: (forecasts, actuals) => {
    checkWindows("R2", forecasts, actuals);
    const means = meansOfVariables(actuals);
    return ({ index, variable }) => {
      const actual = actuals.values[index] as number;
      const deviation = actual - (means[variable] as number);
      return [((forecasts.values[index] as number) - actual) ** 2, deviation, deviation ** 2, 1];
    };
  },
  score: (sums) => {
    const [residual = 0, deviation = 0, squares = 0, count = 0] = Array.from(sums);
    if (count < 2) return Number.NaN;
    const variation = squares - deviation ** 2 / count;
    if (variation <= ROUNDING * squares) return residual === 0 ? 1 : 0;
    return 1 - residual / variation;
  },
};

function meansOfVariables({ values, shape: [, , variables] }: WindowValues): Float64Array {
  const sums = new Float64Array(variables);
  for (let index = 0; index < values.length; index++) {
    (sums[index % variables] as number) += values[index] as number;
  }
  return sums.map((sum) => (sum * variables) / values.length);
}
