/** Forecasts by a fitted ridge regression. */
import type { Ridge } from "./ridge.ts";
import { type Rows, subtractProduct } from "./row-products.ts";

/** A window of a variable, and where its forecast goes. */
export interface RidgeWindow {
  readonly column: Float32Array;
  readonly variable: number;
  readonly origin: number;
  /** The last known value. */
  readonly last: number;
  /** Receives `[horizon]`. */
  readonly output: Float32Array;
}

/** Forecasts one window after another, in the same memory; a missing value counts as the last known one. */
export function ridgeForecaster(ridge: Ridge): (window: RidgeWindow) => void {
  const { lookback, horizon, weights } = ridge;
  const falls = new Float64Array(lookback - 1);
  const sums = new Float64Array(horizon);
  return ({ column, variable, origin, last, output }) => {
    for (let input = 0; input < falls.length; input++) {
      const fall = last - (column[origin - lookback + input] as number);
      falls[input] = Number.isNaN(fall) ? 0 : fall;
    }
    sums.fill(0);
    subtractProduct(rowsOf(sums, horizon), {
      left: rowsOf(falls, falls.length),
      right: rowsOf(weights[variable] as Float64Array, horizon),
      rows: 1,
      terms: falls.length,
      columns: horizon,
    });
    for (let step = 0; step < horizon; step++) output[step] = (sums[step] as number) + last;
  };
}

function rowsOf(values: Float64Array, stride: number): Rows {
  return { values, first: 0, stride };
}
