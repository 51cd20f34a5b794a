/** The honest forecasts that every model is shown beside. */
import type { Windows } from "@encdec/core";
import type { Ridge } from "./ridge.ts";
import { ridgeForecaster } from "./ridge-forecast.ts";

/** A forecast of one window of one variable. */
export interface Baseline {
  readonly name: string;
  /** Writes `[horizon]` values for the rows from `origin` on; looks at rows before `origin` only. */
  readonly forecast: (window: BaselineWindow, output: Float32Array) => void;
}

/** What a baseline may look at. */
export interface BaselineWindow {
  readonly column: Float32Array;
  readonly series: number;
  readonly variable: number;
  readonly origin: number;
}

/** The last known value, for every step. */
export const lastValue: Baseline = {
  name: "last value",
  forecast: ({ column, origin }, output) => {
    output.fill(lastKnown(column, origin));
  },
};

/**
 * The value of one season ago, for every step; the last season again where the horizon is longer.
 *
 * @param seasonLength Steps after which a series repeats.
 * @throws {RangeError} If that is not a positive whole number.
 */
export function seasonalNaive(seasonLength: number): Baseline {
  if (!Number.isInteger(seasonLength) || seasonLength < 1) {
    throw new RangeError(
      `Cannot forecast by the season: seasonLength must be a positive whole number, got ${seasonLength}`,
    );
  }
  return {
    name: `seasonal naive, ${seasonLength} steps`,
    forecast: ({ column, origin }, output) => {
      for (let step = 0; step < output.length; step++) {
        let row = origin - seasonLength + (step % seasonLength);
        while (row >= 0 && Number.isNaN(column[row])) row -= seasonLength;
        // Where there was no such season yet, the last value is what is left.
        output[step] = row >= 0 ? (column[row] as number) : lastKnown(column, origin);
      }
    },
  };
}

/**
 * The line through the first and the last known value, drawn on.
 *
 * Source: Hyndman and Athanasopoulos 2021, https://otexts.com/fpp3/simple-methods.html.
 */
export const drift: Baseline = {
  name: "drift",
  forecast: ({ column, origin }, output) => {
    let [first, last] = [0, origin - 1];
    while (first < origin && Number.isNaN(column[first])) first++;
    while (last > first && Number.isNaN(column[last])) last--;
    const end = lastKnown(column, origin);
    const slope = last > first ? (end - (column[first] as number)) / (last - first) : 0;
    for (let step = 0; step < output.length; step++) {
      output[step] = end + slope * (origin + step - last);
    }
  },
};

/** The mean of the training rows, `[series][variables]`, for every step. */
export function meanValue(means: readonly (readonly number[])[]): Baseline {
  return {
    name: "mean",
    forecast: ({ series, variable }, output) => {
      output.fill(means[series]?.[variable] as number);
    },
  };
}

/** A fitted ridge regression. */
export function linearBaseline(ridge: Ridge): Baseline {
  const forecast = ridgeForecaster(ridge);
  return {
    name: "ridge",
    forecast: ({ column, variable, origin }, output) => {
      forecast({ column, variable, origin, last: lastKnown(column, origin), output });
    },
  };
}

/**
 * Forecasts of all windows, as the measures of forecasts read them.
 *
 * @param options.series Columns of each series, by variable.
 */
export function baselineForecasts(
  baseline: Baseline,
  options: {
    readonly series: readonly (readonly Float32Array[])[];
    readonly windows: Windows;
  },
): {
  readonly values: Float32Array;
  readonly shape: [samples: number, horizon: number, variables: number];
} {
  const { series: all, windows } = options;
  const { horizon } = windows;
  const variables = all[0]?.length ?? 0;
  const values = new Float32Array(windows.count * horizon * variables);
  const output = new Float32Array(horizon);
  for (let sample = 0; sample < windows.count; sample++) {
    const { series, origin } = windows.at(sample);
    for (let variable = 0; variable < variables; variable++) {
      const column = all[series]?.[variable] as Float32Array;
      baseline.forecast({ column, series, variable, origin }, output);
      const first = sample * horizon * variables + variable;
      for (let step = 0; step < horizon; step++) {
        values[first + step * variables] = output[step] as number;
      }
    }
  }
  return { values, shape: [windows.count, horizon, variables] };
}

/** Not a number where nothing is known yet. */
function lastKnown(column: Float32Array, origin: number): number {
  let row = origin - 1;
  while (row > 0 && Number.isNaN(column[row])) row--;
  return column[row] as number;
}
