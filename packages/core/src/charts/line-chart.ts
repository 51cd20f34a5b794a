/** Lines over a common axis: learning curves, schedules, scores by length. */
import {
  type Chart,
  type ChartOptions,
  checkFinite,
  checkNotEmpty,
  formatNumber,
  frameOf,
  wordsEvery,
} from "./chart.ts";
import { DASHES } from "./theme.ts";

export interface LineSeries {
  /** Shown in the legend; no two series have the same. */
  name: string;
  points: readonly (readonly [x: number, y: number])[];
}

export interface LineChartOptions extends ChartOptions {
  series: readonly LineSeries[];
  xTitle?: string;
  yTitle?: string;
  /**
   * Whether the x axis counts: no ticks between whole numbers, such as epochs.
   *
   * @default false
   */
  wholeX?: boolean;
  /**
   * Whether steps of the y axis multiply: for losses that fall by powers of ten.
   *
   * @default false
   */
  logarithmic?: boolean;
}

/**
 * Named series as lines, each in a colour and a dash of its own.
 *
 * @throws {RangeError} If there is no series or one without points, a name twice, a number that is not finite, or one that has no
 *   logarithm.
 * @example
 * ```ts
 * import { lineChart } from "@encdec/core/charts";
 * import { assert } from "vitest";
 *
 * const chart = lineChart({
 *   description: "The validation loss falls from 3.1 to 1.9.",
 *   series: [{ name: "validation", points: [[1, 3.1], [2, 1.9]] }],
 *   xTitle: "epoch",
 *   yTitle: "loss",
 * });
 * assert.equal(chart.description, "The validation loss falls from 3.1 to 1.9.");
 * ```
 */
export function lineChart(options: LineChartOptions): Chart {
  const { series, xTitle = "", yTitle = "", wholeX = false, logarithmic = false } = options;
  checkSeries(series, logarithmic);
  const values = series.flatMap(({ name, points }) =>
    points.map(([x, y], index) => ({
      series: name,
      x,
      y,
      ...(index % wordsEvery(points.length) === 0
        ? { words: `${name}, ${formatNumber(x)}: ${formatNumber(y)}` }
        : {}),
    })),
  );
  const names = series.map(({ name }) => name);
  const legend =
    series.length > 1
      ? { title: null, symbolType: "stroke", symbolSize: 300, symbolStrokeWidth: 2 }
      : null;
  const name = { field: "series", type: "nominal", sort: null, legend } as const;
  const dashes = names.map((_, index) => [...(DASHES[index % DASHES.length] ?? [])]);
  return {
    ...frameOf(options),
    data: { values },
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        title: xTitle,
        scale: { zero: false, nice: false },
        ...(wholeX ? { axis: { tickMinStep: 1 } } : {}),
      },
      y: {
        field: "y",
        type: "quantitative",
        title: yTitle,
        scale: logarithmic ? { type: "log" } : { zero: false },
      },
      color: { ...name, scale: { domain: names } },
    },
    layer: [
      {
        mark: { type: "line", strokeWidth: 2 },
        encoding: {
          strokeDash: { ...name, scale: { domain: names, range: dashes } },
          description: { field: "series", type: "nominal" },
        },
      },
      // Nothing to see, only to point at.
      {
        transform: [{ filter: "isValid(datum.words)" }],
        mark: { type: "circle", size: 120, opacity: 0 },
        encoding: { description: { field: "words", type: "nominal" } },
      },
    ],
  };
}

function checkSeries(series: readonly LineSeries[], logarithmic: boolean): void {
  checkNotEmpty("series", series);
  const names = new Set<string>();
  for (const { name, points } of series) {
    if (names.has(name)) {
      throw new RangeError(
        `Cannot make a chart: series need names of their own, got "${name}" twice`,
      );
    }
    names.add(name);
    checkNotEmpty(`point of "${name}"`, points);
    checkFinite(`the points of "${name}"`, points.flat());
    const lowest = points.find(([, y]) => logarithmic && y <= 0);
    if (lowest !== undefined) {
      throw new RangeError(
        `Cannot make a chart: values on a logarithmic axis must be above 0, got ${lowest[1]}`,
      );
    }
  }
}
