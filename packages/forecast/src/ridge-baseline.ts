/** Ridge regression on standardised columns, so that variables can share it, with forecasts in the data's unit. */
import { fitScaler, type Scaler, scaleValues, unscaleValue, type Windows } from "@encdec/core";
import { baselineForecasts, linearBaseline } from "./baselines.ts";
import type { SplitSeries } from "./data.ts";
import { fitRidge } from "./ridge.ts";

/** What a ridge regression learns from, and what it forecasts. */
export interface RidgeForecastOptions {
  readonly trained: readonly (Pick<SplitSeries, "split"> & {
    readonly columns: readonly Float32Array[];
  })[];
  /** Series of the windows: the same, or other rows of them. */
  readonly tested: readonly {
    readonly columns: readonly Float32Array[];
    /** Place among `trained`. */
    readonly trainedAs: number;
  }[];
  readonly windows: Windows;
}

/** Fits the regression on the training rows and forecasts windows. */
export function ridgeForecasts(
  options: RidgeForecastOptions,
): ReturnType<typeof baselineForecasts> {
  const { trained, tested, windows } = options;
  const { lookback, horizon } = windows;
  const scalers = trained.map(({ columns, split: { train } }) =>
    columns.map((column) =>
      fitScaler([column.subarray(train.from, train.to)], { scaling: "standard" }),
    ),
  );
  // Columns that are trained and tested are copied once.
  const copies = new Map<Float32Array, Float32Array>();
  const scaled = (columns: readonly Float32Array[], place: number): Float32Array[] =>
    columns.map((column, index) => {
      const copy = copies.get(column) ?? scaledCopy(column, scalers[place]?.[index] as Scaler);
      copies.set(column, copy);
      return copy;
    });
  const series = trained.map(({ columns, split }, place) => ({
    columns: scaled(columns, place),
    ...split,
  }));
  const ridge = fitRidge(series, { lookback, horizon });
  const forecasts = baselineForecasts(linearBaseline(ridge), {
    series: tested.map(({ columns, trainedAs }) => scaled(columns, trainedAs)),
    windows,
  });
  const [samples] = forecasts.shape;
  for (let sample = 0, index = 0; sample < samples; sample++) {
    const own = tested[windows.at(sample).series]?.trainedAs ?? 0;
    for (let step = 0; step < horizon; step++) {
      for (const scaler of scalers[own] ?? []) {
        forecasts.values[index] = unscaleValue(forecasts.values[index] as number, scaler);
        index++;
      }
    }
  }
  return forecasts;
}

function scaledCopy(column: Float32Array, scaler: Scaler): Float32Array {
  const copy = column.slice();
  scaleValues(copy, scaler);
  return copy;
}
