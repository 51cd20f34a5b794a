/** Errors of forecasts of the test rows, window by window. */
import type { WindowOrigin, WindowValues } from "@encdec/core";
import type { MeanSegment } from "@encdec/core/persistence";
import type { ForecastData } from "./data.ts";
import type { Scoring } from "./scored-windows.ts";
import { scaledErrors } from "./scores.ts";

/** A window of the test rows and how far off its forecast is. */
export interface TestWindow extends WindowOrigin {
  /** Series and time: the same in every run that forecasts the same. */
  readonly key: string;
  /** Absolute errors, each as a share of the mean change of its variable over a season of the training rows. */
  readonly errors: Float64Array;
}

/** The windows that are scored, with the errors of forecasts of them. */
export function testWindows(
  forecasts: WindowValues,
  { data, scoring }: { readonly data: ForecastData; readonly scoring: Scoring },
): TestWindow[] {
  const { set, scored } = scoring;
  const [count, horizon, targets] = scored.actuals.shape;
  const errors = scaledErrors(forecasts, scored);
  return Array.from({ length: count }, (_, window): TestWindow => {
    const { series, origin } = set.windows.at(window);
    const { name, times } = data.series[series] as ForecastData["series"][number];
    const first = window * horizon * targets;
    return {
      series,
      origin,
      key: `${name}|${times.at(origin)}`,
      errors: errors.subarray(first, first + horizon * targets),
    };
  });
}

/**
 * Errors of windows that overlap are nearly the same: as many in a row as a window has steps are one segment.
 *
 * Source: the block bootstrap of Künsch 1989, https://doi.org/10.1214/aos/1176347265, with blocks that do not overlap.
 *
 * @param length Windows of a block.
 */
export function blocksOf(windows: readonly TestWindow[], length: number): MeanSegment[] {
  const blocks: { key: string; series: number; size: number; sum: number; count: number }[] = [];
  for (const { key, series, errors } of windows) {
    let block = blocks.at(-1);
    if (block === undefined || block.series !== series || block.size === length) {
      block = { key, series, size: 0, sum: 0, count: 0 };
      blocks.push(block);
    }
    block.size++;
    block.sum += errors.reduce((sum, error) => sum + error, 0);
    block.count += errors.length;
  }
  return blocks.map(({ key, sum, count }) => ({ key, sum, count }));
}
