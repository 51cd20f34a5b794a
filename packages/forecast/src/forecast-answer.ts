/** Forecasts as CSV and as the value that JSON shows. */
import type { TimeZone } from "@encdec/core";
import type { ForecastValue, SeriesForecast } from "./forecast-series.ts";
import { localTimes } from "./local-time.ts";

/** One row of JSON. */
export interface ForecastRecord {
  readonly series?: string;
  readonly time: string;
  readonly values: { readonly [column: string]: ForecastValue };
}

/** A record a row, with the name of its series where it has one. */
export function forecastRecords(
  forecasts: readonly SeriesForecast[],
  zone: TimeZone,
): ForecastRecord[] {
  const all = forecasts.flatMap(({ series, rows }) => rows.map((row) => ({ ...row, series })));
  const times = localTimes(
    all.map(({ time }) => time),
    zone,
  );
  return all.map(({ series, values }, index) => ({
    ...(series !== "" && { series }),
    time: times[index] as string,
    values,
  }));
}

/** CSV with a line a row; columns `name`, and `name_lower` and `name_upper` where there are intervals. */
export function forecastCsv(records: readonly ForecastRecord[]): string {
  const [first] = records;
  if (!first) return "";
  const names = Object.keys(first.values);
  const hasSeries = records.some(({ series }) => series !== undefined);
  const hasIntervals = names.some((name) => first.values[name]?.lower !== undefined);
  const head = [
    ...(hasSeries ? ["series"] : []),
    "time",
    ...names.flatMap((name) => [name, ...(hasIntervals ? [`${name}_lower`, `${name}_upper`] : [])]),
  ];
  const lines = records.map(({ series = "", time, values }) => [
    ...(hasSeries ? [series] : []),
    time,
    ...names.flatMap((name) => {
      const { forecast, lower, upper } = values[name] as ForecastValue;
      return [forecast, ...(hasIntervals ? [lower, upper] : [])].map((value) => shown(value));
    }),
  ]);
  return [head, ...lines].map((cells) => cells.map(quoted).join(",")).join("\n");
}

/** Seven digits: as many as a float32 has. */
function shown(value: number | undefined): string {
  return value === undefined ? "" : String(Number(value.toPrecision(7)));
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
