/** Forecasts of test rows beside what came. */
import type { ForecastData, Forecaster } from "@encdec/forecast";
import type { ForecastPicture } from "./run-evaluation.ts";
import type { TestWindow } from "./test-windows.ts";

/** The best, the median and the worst of the windows, by their mean scaled error. */
export function forecastPictures(
  forecaster: Forecaster,
  data: ForecastData,
  windows: readonly TestWindow[],
): ForecastPicture[] {
  const ranked = windows.toSorted((a, b) => meanOf(a.errors) - meanOf(b.errors));
  const chosen = {
    "best test window": ranked[0],
    "median test window": ranked[Math.floor((ranked.length - 1) / 2)],
    "worst test window": ranked.at(-1),
  };
  return Object.entries(chosen).flatMap(([title, window]) =>
    window === undefined ? [] : [pictureOf(forecaster, data, { title, window })],
  );
}

function pictureOf(
  forecaster: Forecaster,
  data: ForecastData,
  { title, window }: { readonly title: string; readonly window: TestWindow },
): ForecastPicture {
  const { series: index, origin } = window;
  const { horizon } = forecaster.config.window;
  const set = forecaster.windowSet(data, "test");
  const at = (): { series: number; origin: number } => ({ series: index, origin });
  const one = { ...set, windows: { ...set.windows, count: 1, at } };
  const { middle, lower, upper } = forecaster.forecastWindows(one);
  const actuals = forecaster.actuals(one);
  const series = data.series[index] as ForecastData["series"][number];
  const from = Math.max(0, origin - Math.max(forecaster.encoder.rowsRead, 2 * horizon));
  const targets = forecaster.targets.length;
  const valuesOf = (values: ArrayLike<number>, target: number): number[] =>
    Array.from({ length: horizon }, (_, step) => values[step * targets + target] as number);
  const times = Array.from({ length: origin - from + horizon }, (_, row) =>
    new Date(series.times.at(from + row)).toISOString(),
  );
  const name = series.name === "" ? "" : `${series.name}, `;
  return {
    title: `${title}: ${name}from ${(times[origin - from] ?? "").slice(0, 10)}`,
    error: meanOf(window.errors),
    times,
    intervalName: `${(100 * forecaster.config.distribution.interval).toFixed(0)} % interval`,
    variables: forecaster.targets.map((target, place) => ({
      name: target,
      history: Array.from(
        (
          series.columns[forecaster.encoder.roles.targets[place] as number] as Float32Array
        ).subarray(from, origin),
        (value) => (Number.isNaN(value) ? null : value),
      ),
      forecast: valuesOf(middle.values, place),
      ...(forecaster.hasIntervals && {
        interval: { lower: valuesOf(lower.values, place), upper: valuesOf(upper.values, place) },
      }),
      truth: valuesOf(actuals.values, place),
    })),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
