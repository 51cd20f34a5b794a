/** Forecast errors in the unit of the target or in percent. */

import { type ForecastMeasure, meanMeasure } from "./forecast-measure.ts";

/**
 * Mean absolute error: mean |forecast - actual|, in the unit of the target, 0 or more.
 *
 * Source: Hyndman and Koehler 2006, https://doi.org/10.1016/j.ijforecast.2006.03.001, 2.1.
 *
 * @example
 * ```ts
 * import { forecastScore, meanAbsoluteError } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const forecasts = { values: [1, 4], shape: [1, 2, 1] } as const;
 * const actuals = { values: [2, 2], shape: [1, 2, 1] } as const;
 * assert.equal(forecastScore(meanAbsoluteError, forecasts, actuals).overall, 1.5);
 * ```
 */
export const meanAbsoluteError: ForecastMeasure = meanMeasure("MAE", (forecast, actual) =>
  Math.abs(forecast - actual),
);

/**
 * Root mean squared error: sqrt(mean (forecast - actual)^2), in the unit of the target, 0 or more.
 *
 * Source: Hyndman and Koehler 2006, https://doi.org/10.1016/j.ijforecast.2006.03.001, 2.1.
 *
 * @example
 * ```ts
 * import { forecastScore, rootMeanSquaredError } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const forecasts = { values: [1, 9], shape: [1, 2, 1] } as const;
 * const actuals = { values: [2, 2], shape: [1, 2, 1] } as const;
 * assert.equal(forecastScore(rootMeanSquaredError, forecasts, actuals).overall, 5);
 * ```
 */
export const rootMeanSquaredError: ForecastMeasure = meanMeasure(
  "RMSE",
  (forecast, actual) => (forecast - actual) ** 2,
  Math.sqrt,
);

/**
 * Mean absolute percentage error: 100 x mean |forecast - actual| / |actual|, 0 or more.
 *
 * Values that came out 0 are left out, for which it is not defined; not a number if all did.
 *
 * Source: Hyndman and Koehler 2006, https://doi.org/10.1016/j.ijforecast.2006.03.001, 2.2.
 *
 * @example
 * ```ts
 * import { forecastScore, meanAbsolutePercentageError } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const forecasts = { values: [1, 3, 7], shape: [1, 3, 1] } as const;
 * const actuals = { values: [2, 4, 0], shape: [1, 3, 1] } as const;
 * assert.equal(forecastScore(meanAbsolutePercentageError, forecasts, actuals).overall, 37.5);
 * ```
 */
export const meanAbsolutePercentageError: ForecastMeasure = meanMeasure(
  "MAPE",
  (forecast, actual) =>
    actual === 0 ? undefined : (100 * Math.abs(forecast - actual)) / Math.abs(actual),
);

/**
 * Symmetric mean absolute percentage error: 200 x mean |forecast - actual| / (|forecast| + |actual|),
 * 0 to 200; two zeros count as 0.
 *
 * Source: Makridakis et al. 2020 (M4), https://doi.org/10.1016/j.ijforecast.2019.04.014, appendix A.
 *
 * @example
 * ```ts
 * import { forecastScore, symmetricMeanAbsolutePercentageError } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const forecasts = { values: [3, 0], shape: [1, 2, 1] } as const;
 * const actuals = { values: [1, 0], shape: [1, 2, 1] } as const;
 * assert.equal(forecastScore(symmetricMeanAbsolutePercentageError, forecasts, actuals).overall, 50);
 * ```
 */
export const symmetricMeanAbsolutePercentageError: ForecastMeasure = meanMeasure(
  "sMAPE",
  (forecast, actual) =>
    forecast === actual
      ? 0
      : (200 * Math.abs(forecast - actual)) / (Math.abs(forecast) + Math.abs(actual)),
);
