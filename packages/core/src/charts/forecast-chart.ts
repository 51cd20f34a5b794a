/** What a series was, what is forecast, how sure that is, and what came true. */
import {
  type Chart,
  type ChartLayer,
  type ChartOptions,
  checkFinite,
  checkNotEmpty,
  frameOf,
} from "./chart.ts";
import { type ForecastVariable, rowsOf } from "./forecast-rows.ts";
import { PALETTE, TEXT_COLOR } from "./theme.ts";

export interface ForecastChartOptions extends ChartOptions {
  /** A panel each, with an axis of its own; all have the same numbers of steps. */
  variables: readonly ForecastVariable[];
  /**
   * Of each panel.
   *
   * @default 150
   */
  height?: number;
  /**
   * The times of all steps of history and forecast, shown in UTC.
   *
   * @default Steps from the forecast on: the last of the history is 0.
   */
  times?: readonly Date[];
  /** @default "interval" */
  intervalName?: string | undefined;
}

/**
 * History, forecast, prediction interval and truth of each variable, one panel below the other.
 *
 * @throws {RangeError} If there is no variable or no forecast, lengths do not fit, or a number is not finite.
 * @example
 * ```ts
 * import { forecastChart, renderSvg } from "@encdec/core/charts";
 * import { assert } from "vitest";
 *
 * const chart = forecastChart({
 *   description: "It gets warmer.",
 *   variables: [
 *     {
 *       name: "temperature",
 *       history: [10, 11, 12],
 *       forecast: [13, 14],
 *       interval: { lower: [12, 12], upper: [14, 16] },
 *       truth: [13.5, null],
 *     },
 *   ],
 * });
 * assert.include(await renderSvg(chart), "<title>forecast, 2: 14 (12 to 16)</title>");
 * ```
 */
export function forecastChart(options: ForecastChartOptions): Chart {
  const { variables, times, intervalName = "interval" } = options;
  checkVariables(variables, times);
  const { width, height, ...frame } = frameOf({ height: 150, ...options });
  const parts = ["history", "forecast"];
  if (variables.some(({ interval }) => interval !== undefined)) parts.push(intervalName);
  if (variables.some(({ truth }) => truth !== undefined)) parts.push("truth");
  const color = {
    field: "part",
    type: "nominal",
    sort: null,
    scale: { domain: parts, range: parts.map((part) => COLORS[part] ?? PALE_BLUE) },
    legend: { title: null, symbolType: "stroke", symbolStrokeWidth: 5, columns: 4 },
  } as const;
  return {
    ...frame,
    vconcat: variables.map((variable) => ({
      width,
      height,
      data: { values: rowsOf(variable, times, intervalName) },
      encoding: {
        x: {
          field: "x",
          title: null,
          ...(times === undefined
            ? { type: "quantitative" as const, scale: { nice: false } }
            : { type: "temporal" as const, scale: { type: "utc" as const } }),
        },
        y: {
          field: "y",
          type: "quantitative" as const,
          title: variable.name,
          scale: { zero: false },
        },
        color,
      },
      layer: [
        ...(variable.interval === undefined ? [] : [BAND]),
        {
          transform: [{ filter: "!isValid(datum.lower)" }],
          mark: {
            type: "line" as const,
            strokeWidth: 2,
            aria: false,
            invalid: "break-paths-show-domains" as const,
          },
        },
        // Nothing to see, only to point at.
        {
          transform: [{ filter: "isValid(datum.words)" }],
          mark: { type: "circle" as const, size: 90, opacity: 0 },
          encoding: { description: { field: "words", type: "nominal" as const } },
        },
      ],
    })),
  };
}

const BAND: ChartLayer = {
  transform: [{ filter: "isValid(datum.lower)" }],
  mark: { type: "area", opacity: 1, line: false, aria: false },
  encoding: { y: { field: "lower" }, y2: { field: "upper" } },
};

const PALE_BLUE = "rgba(59, 130, 196, 0.3)";
const COLORS: Record<string, string> = {
  history: TEXT_COLOR,
  forecast: PALETTE[0] ?? "",
  truth: PALETTE[1] ?? "",
};

function checkVariables(
  variables: readonly ForecastVariable[],
  times: readonly Date[] | undefined,
): void {
  checkNotEmpty("variable", variables);
  for (const { name, history, forecast, interval, truth = [] } of variables) {
    checkNotEmpty(`forecast step of "${name}"`, forecast);
    checkFinite(`the values of "${name}"`, [
      ...history,
      ...forecast,
      ...truth,
      ...(interval?.lower ?? []),
      ...(interval?.upper ?? []),
    ]);
    const steps = forecast.length;
    for (const [part, length] of [
      ["lower ends", interval?.lower.length ?? steps],
      ["upper ends", interval?.upper.length ?? steps],
      ["times", (times?.length ?? history.length + steps) - history.length],
    ] as const) {
      if (length !== steps) {
        throw new RangeError(
          `Cannot make a chart: "${name}" needs as many ${part} as its ${steps} forecast steps, got ${length}`,
        );
      }
    }
    if (truth.length > steps) {
      throw new RangeError(
        `Cannot make a chart: the truth of "${name}" must not be longer than its forecast of ${steps} steps, got ${truth.length}`,
      );
    }
  }
  checkFinite(
    "times",
    (times ?? []).map((time) => time.getTime()),
  );
}
