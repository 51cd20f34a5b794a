/** The linear path of a model, begun as the ridge regression of what the model reads. */
import type { Column } from "@encdec/core";
import type { ForecastData } from "./data.ts";
import type { Forecaster } from "./decode.ts";
import { fitRidge } from "./ridge.ts";

/**
 * Fits the regression on the scaled training rows, and sets the path to it.
 *
 * @returns How many weights were fitted.
 * @throws {RangeError} If the training or validation rows hold no window without a missing value.
 */
export function startWithRidge(
  { config, model }: Forecaster,
  data: ForecastData,
  encoded: readonly { readonly targets: readonly Column[] }[],
): number {
  const { linearSkip: sharing } = config.model;
  if (sharing === "none") return 0;
  const { lookback, horizon } = config.window;
  const series = data.series.map(({ times, split }, index) => ({
    columns: (encoded[index]?.targets ?? []).map((column) => stored(column, times.length)),
    train: { from: config.scaling.differencing, to: split.train.to },
    validation: split.validation,
  }));
  const { weights } = fitRidge(series, { lookback, horizon, sharing });
  const kernels = sharing === "own" ? weights : weights.slice(0, 1);
  // The last row of the lookback is the level itself: its change is 0.
  model.startLinear(kernels.map((own) => [...own, ...new Float64Array(horizon)]));
  return kernels.reduce((sum, own) => sum + own.length, 0);
}

function stored(column: Column, rows: number): Float32Array {
  if (typeof column !== "function") return column;
  return Float32Array.from({ length: rows }, (_, row) => column(row));
}
