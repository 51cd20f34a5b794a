/** Scores of quantile and interval forecasts. */

import {
  checkWindows,
  type ForecastMeasure,
  meanMeasure,
  type WindowValues,
} from "./forecast-measure.ts";

/**
 * Pinball loss of forecasts of a quantile q: mean max(q (actual - forecast), (q - 1) (actual - forecast)),
 * in the unit of the target, 0 or more. Of the median it is half the {@link meanAbsoluteError}.
 *
 * Source: Koenker and Bassett 1978, https://doi.org/10.2307/1913643, 3.
 *
 * @param quantile Above 0 and below 1.
 * @throws {RangeError} If the quantile is out of its range.
 *
 * @example
 * ```ts
 * import { forecastScore, pinballLoss } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const forecasts = { values: [10, 10], shape: [1, 2, 1] } as const;
 * const actuals = { values: [8, 12], shape: [1, 2, 1] } as const;
 * const { perStep } = forecastScore(pinballLoss(0.75), forecasts, actuals);
 * assert.deepEqual(perStep, [0.5, 1.5]);
 * ```
 */
export function pinballLoss(quantile: number): ForecastMeasure {
  if (!(quantile > 0 && quantile < 1)) {
    throw new RangeError(
      `Cannot compute the pinball loss: quantile must be above 0 and below 1, got ${quantile}`,
    );
  }
  return meanMeasure(`pinball loss ${quantile}`, (forecast, actual) => {
    const error = actual - forecast;
    return Math.max(quantile * error, (quantile - 1) * error);
  });
}

/** The ends of a forecast interval for each value, `[samples, horizon, variables]` each. */
export interface IntervalForecasts {
  readonly lower: WindowValues;
  readonly upper: WindowValues;
}

/**
 * Interval coverage: percentage of actuals from `lower` to `upper`, both included, 0 to 100. That of
 * intervals from the quantiles 0.05 and 0.95 should be near 90.
 *
 * Source: Christoffersen 1998, https://doi.org/10.2307/2527341, 2.
 *
 * @example
 * ```ts
 * import { forecastScore, intervalCoverage } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const shape = [1, 4, 1] as const;
 * const lower = { values: [0, 0, 0, 0], shape };
 * const upper = { values: [1, 1, 1, 1], shape };
 * const actuals = { values: [0.5, 2, 1, 0], shape };
 * assert.equal(forecastScore(intervalCoverage, { lower, upper }, actuals).overall, 75);
 * ```
 */
export const intervalCoverage: ForecastMeasure<IntervalForecasts> = {
  name: "interval coverage",
  columns: 2,
  compare: ({ lower, upper }, actuals) => {
    checkWindows("interval coverage", lower, actuals);
    checkWindows("interval coverage", upper, actuals);
    return ({ index }) => {
      const below = (lower.values[index] as number) - (actuals.values[index] as number);
      const above = (actuals.values[index] as number) - (upper.values[index] as number);
      if (Number.isNaN(below) || Number.isNaN(above)) return [Number.NaN, 1];
      return [below <= 0 && above <= 0 ? 100 : 0, 1];
    };
  },
  score: (sums) => (sums[0] as number) / (sums[1] as number),
};
