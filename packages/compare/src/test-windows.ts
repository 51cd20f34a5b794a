/** Forecasts of the test rows of a run, window by window. */
import type { ForecastData, Forecaster } from "@encdec/forecast";
import type { MeanSegment } from "./run-evaluation.ts";

/** A window of the test rows and how far off its forecast is. */
export interface TestWindow {
  /** Index of its series. */
  readonly series: number;
  /** First row that is forecast. */
  readonly origin: number;
  /** What is forecast, over how many steps, where: the same in every run that forecasts it. */
  readonly key: string;
  /** Absolute errors, each as a share of the mean change of its variable over a season of the training rows. */
  readonly errors: readonly number[];
}

/**
 * All test windows whose values are known.
 *
 * @param seasonLength Rows after which series repeat.
 */
export function testWindows(
  forecaster: Forecaster,
  data: ForecastData,
  seasonLength: number,
): TestWindow[] {
  const set = forecaster.windowSet(data, "test");
  const { middle } = forecaster.forecastWindows(set);
  const { values, shape } = forecaster.actuals(set);
  const [count, horizon, targets] = shape;
  const scales = data.series.map(({ columns, split }) =>
    forecaster.encoder.roles.targets.map((place) =>
      seasonalChange(
        (columns[place] as Float32Array).subarray(split.train.from, split.train.to),
        seasonLength,
      ),
    ),
  );
  const width = horizon * targets;
  return Array.from({ length: count }, (_, window): TestWindow => {
    const { series, origin } = set.windows.at(window);
    const errors = Array.from({ length: width }, (_, place) => {
      const index = window * width + place;
      const error = (middle.values[index] as number) - (values[index] as number);
      return Math.abs(error) / (scales[series]?.[place % targets] as number);
    });
    const { name, times } = data.series[series] as ForecastData["series"][number];
    const what = [forecaster.targets.join(","), horizon, seasonLength];
    const where = [name, times.at(origin)];
    return { series, origin, key: [...what, ...where].join("|"), errors };
  }).filter(({ errors }) => errors.every((error) => !Number.isNaN(error)));
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

/** Mean absolute change over a season; 1 where a column does not change. */
function seasonalChange(column: Float32Array, seasonLength: number): number {
  const lag = seasonLength < column.length ? seasonLength : 1;
  const changes = Array.from(column.subarray(lag), (value, row) =>
    Math.abs(value - (column[row] as number)),
  ).filter((change) => !Number.isNaN(change));
  const sum = changes.reduce((total, change) => total + change, 0);
  return sum > 0 ? sum / changes.length : 1;
}
