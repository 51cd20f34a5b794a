/** The data that a run was made from, loaded again to score it, and other rows of the same kind. */
import { describeTimeStep } from "@encdec/core";
import { checkSameData } from "@encdec/core/persistence";
import type { RunConfig } from "./config.ts";
import { type ForecastData, loadData, loadHistory, type PartedData } from "./data.ts";
import { dataOptionsOf } from "./data-settings.ts";
import type { Forecaster } from "./decode.ts";
import { trainedSeries } from "./scored-windows.ts";

/**
 * Loads what a run was trained, validated and tested on.
 *
 * @param options.run Its name for error sentences.
 * @throws {Error} If the data cannot be read, or has changed since the training.
 */
export async function loadRunData(
  config: RunConfig,
  options: { readonly run: string },
): Promise<ForecastData> {
  const data = await loadData(dataOptionsOf(config.data));
  const { fingerprint } = data;
  checkSameData(config, { ...options, fingerprint, heldOut: "test rows" });
  return data;
}

/**
 * Loads a file to score a run on: all its rows are test rows, the first of them only read.
 *
 * @param options.data What the run was trained on.
 * @throws {Error} If the file cannot be read, lacks a column or has rows of another step of time.
 * @throws {RangeError} If it holds a series that the run was not trained on.
 */
export async function loadTestRows(
  { config, encoder }: Forecaster,
  options: { readonly file: string; readonly data: ForecastData },
): Promise<PartedData & { readonly notices: readonly string[] }> {
  const { file: from, data } = options;
  const { columns } = encoder;
  const found = await loadHistory({ ...dataOptionsOf(config.data), from, columns });
  const [own, other] = [data, found].map(({ step }) => describeTimeStep(step));
  if (own !== other) {
    throw new RangeError(
      `Cannot score on ${from}: its rows must be ${own} apart, as those that the run was trained on, got ${other}`,
    );
  }
  const none = { from: 0, to: 0 };
  const series = found.series.map((one) => {
    trainedSeries(data, one.name);
    const split = { train: none, validation: none, test: { from: 0, to: one.times.length } };
    return { ...one, split };
  });
  return { ...found, series };
}
