/** Forecast errors beside those of the naive forecast. */

import { checkWindows, type ForecastMeasure, type WindowValues } from "./forecast-measure.ts";

export interface ScaledErrorOptions {
  /**
   * What the naive forecast is tried on, in order of time: `[1, time, variables]`, the same for all
   * samples, or `[samples, time, variables]`. The training data, to keep the scale out of the test.
   */
  readonly history: WindowValues;
  /** Steps after which the series repeats: the naive forecast is the value so long ago. @default 1 */
  readonly seasonLength?: number;
}

/**
 * Mean absolute scaled error: mean |forecast - actual| / scale, where the scale of a variable is the mean
 * of |y_t - y_(t - seasonLength)| in its history. Below 1 is better than the naive forecast of one step.
 *
 * Source: Hyndman and Koehler 2006, https://doi.org/10.1016/j.ijforecast.2006.03.001, 3.
 *
 * @throws {RangeError} If the season is no whole number from 1 to below the length of the history, or a
 * variable never changes over a season.
 *
 * @example
 * ```ts
 * import { forecastScore, meanAbsoluteScaledError } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const history = { values: [1, 3, 5, 7], shape: [1, 4, 1] } as const;
 * const forecasts = { values: [8, 10], shape: [1, 2, 1] } as const;
 * const actuals = { values: [9, 11], shape: [1, 2, 1] } as const;
 * assert.equal(forecastScore(meanAbsoluteScaledError({ history }), forecasts, actuals).overall, 0.5);
 * ```
 */
export function meanAbsoluteScaledError(options: ScaledErrorOptions): ForecastMeasure {
  return scaledMeasure("MASE", options, Math.abs, (mean) => mean);
}

/**
 * Root mean squared scaled error: sqrt(mean (forecast - actual)^2 / scale), where the scale of a variable is
 * the mean of (y_t - y_(t - seasonLength))^2 in its history.
 *
 * Source: Makridakis et al. 2022 (M5), https://doi.org/10.1016/j.ijforecast.2021.11.013, 3.
 *
 * @throws {RangeError} As {@link meanAbsoluteScaledError}.
 *
 * @example
 * ```ts
 * import { forecastScore, rootMeanSquaredScaledError } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const history = { values: [1, 3, 5, 7], shape: [1, 4, 1] } as const;
 * const forecasts = { values: [8, 10], shape: [1, 2, 1] } as const;
 * const actuals = { values: [9, 11], shape: [1, 2, 1] } as const;
 * assert.equal(forecastScore(rootMeanSquaredScaledError({ history }), forecasts, actuals).overall, 0.5);
 * ```
 */
export function rootMeanSquaredScaledError(options: ScaledErrorOptions): ForecastMeasure {
  return scaledMeasure("RMSSE", options, (error) => error ** 2, Math.sqrt);
}

function scaledMeasure(
  name: string,
  { history, seasonLength = 1 }: ScaledErrorOptions,
  weigh: (error: number) => number,
  finish: (mean: number) => number,
): ForecastMeasure {
  const scales = naiveErrors(name, history, seasonLength, weigh);
  return {
    name,
    columns: 2,
    compare: (forecasts, actuals) => {
      checkWindows(name, forecasts, actuals);
      const [samples, , variables] = history.shape;
      if (variables !== actuals.shape[2] || (samples !== 1 && samples !== actuals.shape[0])) {
        throw new RangeError(
          `Cannot compute ${name}: history must have one sample or those of the actuals, and their variables, got shapes [${history.shape.join(", ")}] and [${actuals.shape.join(", ")}]`,
        );
      }
      return ({ index, sample, variable }) => {
        const error = (forecasts.values[index] as number) - (actuals.values[index] as number);
        const scale = scales[(samples === 1 ? 0 : sample) * variables + variable] as number;
        return [weigh(error) / scale, 1];
      };
    },
    score: (sums) => finish((sums[0] as number) / (sums[1] as number)),
  };
}

/** The mean weighed error of the naive forecast, `[samples, variables]`. */
function naiveErrors(
  name: string,
  history: WindowValues,
  seasonLength: number,
  weigh: (error: number) => number,
): Float64Array {
  checkWindows(name, history);
  const [samples, time, variables] = history.shape;
  if (!Number.isInteger(seasonLength) || seasonLength < 1 || seasonLength >= time) {
    throw new RangeError(
      `Cannot compute ${name}: seasonLength must be a whole number from 1 to below the ${time} steps of the history, got ${seasonLength}`,
    );
  }
  return new Float64Array(samples * variables).map((_, series) => {
    const sample = Math.floor(series / variables);
    const variable = series % variables;
    const at = (step: number) =>
      history.values[(sample * time + step) * variables + variable] as number;
    let sum = 0;
    for (let step = seasonLength; step < time; step++)
      sum += weigh(at(step) - at(step - seasonLength));
    if (sum === 0) {
      throw new RangeError(
        `Cannot compute ${name}: each variable must change over a season of its history, got the same values for variable ${variable + 1} of sample ${sample + 1}`,
      );
    }
    return sum / (time - seasonLength);
  });
}
