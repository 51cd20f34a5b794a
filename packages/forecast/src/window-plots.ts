/** Forecasts of test windows beside what came to pass. */
import type { WindowOrigin } from "@encdec/core";
import type { PartedData } from "./data.ts";
import type { Forecaster } from "./decode.ts";
import { chartTime } from "./local-time.ts";
import type { ForecastPlot } from "./plot.ts";
import { windowSource } from "./window-source.ts";

/**
 * Draws windows of the test rows.
 *
 * @param origins Where they are. @default the first, the middle and the last window
 */
export function windowPlots(
  forecaster: Forecaster,
  data: PartedData,
  origins?: readonly WindowOrigin[],
): ForecastPlot[] {
  const all = forecaster.windowSet(data, "test");
  const { count } = all.windows;
  const ends = [...new Set([0, Math.floor(count / 2), count - 1])];
  const chosen = origins ?? ends.map((index) => all.windows.at(index));
  const at = (index: number): WindowOrigin => chosen[index] as WindowOrigin;
  const windows = { ...all.windows, count: chosen.length, at };
  const set = { ...all, windows };
  const { middle, lower, upper } = forecaster.forecastWindows(set);
  const actuals = forecaster.actuals(set);
  const { horizon } = windows;
  const { rowsRead } = forecaster.encoder;
  return chosen.map(({ series: own, origin }, sample) => {
    const series = data.series[own] as PartedData["series"][number];
    const { timeAt } = windowSource(series, data);
    const from = Math.max(0, origin - Math.max(rowsRead, 2 * horizon));
    const times = Array.from({ length: origin - from + horizon }, (_, row) =>
      chartTime(timeAt(from + row), data.zone),
    );
    return {
      title: `${series.name === "" ? "" : `${series.name}, `}forecast from ${times[origin - from]?.toISOString().slice(0, 16).replace("T00:00", "")}`,
      times,
      intervalName: `${(100 * forecaster.config.distribution.interval).toFixed(0)} % interval`,
      variables: forecaster.targets.map((name, target) => {
        const valuesOf = (values: ArrayLike<number>): number[] =>
          Array.from(
            { length: horizon },
            (_, step) =>
              values[(sample * horizon + step) * forecaster.targets.length + target] as number,
          );
        const place = forecaster.encoder.roles.targets[target] as number;
        const column = series.columns[place] as Float32Array;
        return {
          name,
          history: orNull([...column.subarray(from, origin)]),
          forecast: valuesOf(middle.values),
          ...(forecaster.hasIntervals && {
            interval: { lower: valuesOf(lower.values), upper: valuesOf(upper.values) },
          }),
          truth: orNull(valuesOf(actuals.values)),
        };
      }),
    };
  });
}

function orNull(values: readonly number[]): (number | null)[] {
  return values.map((value) => (Number.isNaN(value) ? null : value));
}
