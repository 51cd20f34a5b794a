/** What forecasts are measured by. */
import {
  type ForecastScore,
  forecastScore,
  intervalCoverage,
  meanAbsoluteError,
  rootMeanSquaredError,
  symmetricMeanAbsolutePercentageError,
  type WindowValues,
} from "@encdec/core";
import type { IntervalForecasts } from "./calibration.ts";

/** Scores of one system: of all values, by step, by variable. */
export interface Scores {
  /** Mean absolute error, in the data's unit. */
  readonly mae: ForecastScore;
  /** Root of the mean squared error, in the data's unit. */
  readonly rmse: ForecastScore;
  /** Symmetric percentage error, 0 to 200. */
  readonly smape: ForecastScore;
  /** Mean absolute error as a share of that of the seasonal naive forecast of one season on the training rows. */
  readonly mase: ForecastScore;
  /** Mean squared and mean absolute error of values standardised on the training rows. */
  readonly standardized: { readonly mse: number; readonly mae: number };
  /** Share of values inside the intervals, 0 to 100; where there are intervals. */
  readonly coverage?: ForecastScore;
}

/** Units of the values, by series and target: `[series][targets]`. */
export interface Units {
  /** Mean absolute change over a season. */
  readonly seasonal: readonly (readonly number[])[];
  /** Standard deviation. */
  readonly deviations: readonly (readonly number[])[];
}

/** Windows that systems are scored on. */
export interface ScoredWindows {
  readonly actuals: WindowValues;
  /** Series of each window. */
  readonly seriesOf: (sample: number) => number;
  readonly units: Units;
}

/** Scores forecasts of windows. */
export function scoreForecasts(
  middle: WindowValues,
  scored: ScoredWindows,
  intervals?: Pick<IntervalForecasts, "lower" | "upper">,
): Scores {
  const { actuals, units } = scored;
  const seasonal = (values: WindowValues): WindowValues => inUnits(values, scored, units.seasonal);
  const standard = (values: WindowValues): WindowValues =>
    inUnits(values, scored, units.deviations);
  const [forecast, truth] = [standard(middle), standard(actuals)];
  const squares = forecastScore(rootMeanSquaredError, forecast, truth).perVariable.map(
    (root) => root ** 2,
  );
  return {
    mae: forecastScore(meanAbsoluteError, middle, actuals),
    rmse: forecastScore(rootMeanSquaredError, middle, actuals),
    smape: forecastScore(symmetricMeanAbsolutePercentageError, middle, actuals),
    mase: forecastScore(meanAbsoluteError, seasonal(middle), seasonal(actuals)),
    standardized: {
      mse: squares.reduce((sum, square) => sum + square, 0) / squares.length,
      mae: forecastScore(meanAbsoluteError, forecast, truth).overall,
    },
    ...(intervals && { coverage: forecastScore(intervalCoverage, intervals, actuals) }),
  };
}

/**
 * Units from the training rows; 1 where a column does not change.
 *
 * @param series Training rows of each series, by target.
 * @param seasonLength Rows after which series repeat.
 *
 * @example
 * ```ts
 * import { unitsOf } from "@encdec/forecast";
 * import { assert } from "vitest";
 *
 * const { seasonal, deviations } = unitsOf([[Float32Array.of(1, 3, 2, 4)]], 2);
 * assert.deepEqual(seasonal, [[1]]);
 * assert.closeTo(deviations[0]?.[0] ?? 0, Math.sqrt(1.25), 1e-6);
 * ```
 */
export function unitsOf(series: readonly (readonly Float32Array[])[], seasonLength: number): Units {
  return {
    seasonal: series.map((columns) =>
      columns.map((column) => seasonalChange(column, seasonLength)),
    ),
    deviations: series.map((columns) => columns.map(deviation)),
  };
}

/**
 * Absolute errors as shares of the mean change over a season, `[windows, horizon, targets]`; not a number where a value is missing.
 *
 * @example
 * ```ts
 * import { scaledErrors } from "@encdec/forecast";
 * import { assert } from "vitest";
 *
 * const shape = [1, 2, 1] as const; // a window, two steps, one target
 * const units = { seasonal: [[4]], deviations: [[1]] };
 * const scored = { actuals: { values: [8, 5], shape }, seriesOf: () => 0, units };
 * assert.deepEqual([...scaledErrors({ values: [8, 7], shape }, scored)], [0, 0.5]);
 * ```
 */
export function scaledErrors(forecasts: WindowValues, scored: ScoredWindows): Float64Array {
  const { actuals, units } = scored;
  const [forecast, truth] = [forecasts, actuals].map(
    (values) => inUnits(values, scored, units.seasonal).values,
  ) as [ArrayLike<number>, ArrayLike<number>];
  return Float64Array.from(forecast, (value, index) => Math.abs(value - (truth[index] as number)));
}

function inUnits(
  { values, shape }: WindowValues,
  { seriesOf }: ScoredWindows,
  units: readonly (readonly number[])[],
): WindowValues {
  const [samples, horizon, variables] = shape;
  const scaled = new Float64Array(values.length);
  for (let sample = 0, index = 0; sample < samples; sample++) {
    const own = units[seriesOf(sample)] as readonly number[];
    for (let step = 0; step < horizon; step++) {
      for (let variable = 0; variable < variables; variable++, index++) {
        scaled[index] = (values[index] as number) / (own[variable] as number);
      }
    }
  }
  return { values: scaled, shape };
}

function seasonalChange(column: Float32Array, seasonLength: number): number {
  const lag = seasonLength < column.length ? seasonLength : 1;
  let [sum, count] = [0, 0];
  for (let row = lag; row < column.length; row++) {
    const change = Math.abs((column[row] as number) - (column[row - lag] as number));
    if (Number.isNaN(change)) continue;
    sum += change;
    count++;
  }
  return sum > 0 ? sum / count : 1;
}

function deviation(column: Float32Array): number {
  const known = column.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares > 0 ? Math.sqrt(squares / known.length) : 1;
}
