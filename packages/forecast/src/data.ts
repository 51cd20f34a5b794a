/** Loads series, makes them regular and splits them in order of time. */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import {
  findTimeStep,
  interpolateMissing,
  missingValues,
  type RowRange,
  type RowSplit,
  type RowSplitOptions,
  splitRows,
  type TimeStep,
  type TimeZone,
  timeZone,
} from "@encdec/core";
import type { CsvOptions } from "./csv-layout.ts";
import { type CsvSeries, readCsv } from "./read-csv.ts";
import { fillGaps, findGaps, type RowGaps, type TimeGrid } from "./regular-series.ts";
import { printTime, type RowRules, type Series } from "./series-rows.ts";

/** Which data is loaded, and how it is prepared. */
export interface DataOptions extends CsvOptions, RowRules {
  /** `seattle-weather`, `seattle-hourly`, or a CSV file whose first line names the columns. */
  readonly from: string;
  /** IANA name: whose clocks show the times, where they do not say themselves. */
  readonly timeZone: string;
  /** Rows that were not written: `fill` puts in missing values, `keep` takes rows as steps. */
  readonly gaps: "fill" | "keep";
  /** Values that are not there: an error, a straight line between neighbours, or left out of the loss. */
  readonly missing: "refuse" | "interpolate" | "mask";
  readonly split: RowSplitOptions;
}

/** Where series come from. */
export interface Origin {
  readonly description: string;
  readonly licence: string;
}

/** A series with its parts. */
export interface SplitSeries extends Series {
  /** Parts without a row have the same beginning and end. */
  readonly split: RowSplit;
  readonly gaps: RowGaps;
  /** Values that are missing in each column, those of gaps among them, before anything was interpolated. */
  readonly missing: readonly number[];
}

/** Series that a model can be trained on. */
export interface ForecastData {
  readonly origin: Origin;
  /** Names of the columns of every series. */
  readonly columns: readonly string[];
  readonly series: readonly SplitSeries[];
  readonly step: TimeStep;
  readonly zone: TimeZone;
  /** Tells whether data is the same as another time. */
  readonly fingerprint: string;
  /** What was noticed, one sentence each. */
  readonly notices: readonly string[];
}

/** Series with the parts that windows are cut from. */
export interface PartedData extends Pick<ForecastData, "step" | "zone"> {
  readonly series: readonly (Series & Pick<SplitSeries, "split">)[];
}

/** Files of the package vega-datasets. */
const DATASETS: { readonly [name: string]: { readonly file: string; readonly text: string } } = {
  "seattle-weather": {
    file: "seattle-weather.csv",
    text: "daily weather of Seattle, 2012 to 2015",
  },
  "seattle-hourly": {
    file: "seattle-weather-hourly-normals.csv",
    text: "hourly weather normals of Seattle, 1981 to 2010",
  },
};

const PARTS = ["train", "validation", "test"] as const;

/**
 * Loads the series that the options name.
 *
 * @throws {Error} If the data cannot be read, is not regular, misses values that may not be missing, is
 * too short to split, or has a column that never changes.
 *
 * @example
 * ```ts
 * import { diagnose, loadData } from "@encdec/forecast";
 * import { assert } from "vitest";
 *
 * const data = await loadData({
 *   from: "seattle-weather",
 *   columns: ["temp_max", "wind"],
 *   timeZone: "UTC",
 *   unordered: "refuse",
 *   duplicates: "refuse",
 *   gaps: "fill",
 *   missing: "refuse",
 *   split: { validationShare: 0.2, testShare: 0.2 },
 * });
 * assert.equal(diagnose(data).step, "1 day");
 * assert.deepEqual(data.series[0]?.split.test, { from: 1169, to: 1461 });
 * ```
 */
export async function loadData(options: DataOptions): Promise<ForecastData> {
  return load(options, ({ table, regular, ...found }) => {
    const series = splitAlike(regular, options.split);
    const { columns } = found;
    checkChange(series, columns);
    if (options.missing === "interpolate") {
      for (const { columns: own, split } of series) {
        const boundaries = [split.validation.from, split.test.from, split.test.to];
        for (const column of own) interpolateMissing(column, { boundaries });
      }
    }
    return {
      ...found,
      series,
      fingerprint: fingerprint(series, columns),
      notices: noticesOf(table, series),
    };
  });
}

/** What came before a forecast. */
export interface History extends Pick<ForecastData, "columns" | "step" | "zone" | "notices"> {
  readonly series: readonly Series[];
}

/**
 * Loads series to forecast from: the same preparation as {@link loadData}, but not split.
 *
 * @throws {Error} As {@link loadData}; columns may be constant.
 */
export async function loadHistory(options: Omit<DataOptions, "split">): Promise<History> {
  return load(options, ({ table, regular, ...found }) => {
    if (options.missing === "interpolate") {
      for (const { columns } of regular) {
        for (const column of columns) interpolateMissing(column, { boundaries: [] });
      }
    }
    return { ...found, series: regular, notices: noticesOf(table, regular) };
  });
}

interface LoadedSeries extends Pick<ForecastData, "origin" | "columns" | "step" | "zone"> {
  readonly table: CsvSeries;
  readonly regular: readonly RegularSeries[];
}

async function load<T>(
  options: Omit<DataOptions, "split">,
  prepare: (loaded: LoadedSeries) => T,
): Promise<T> {
  const zone = timeZone(options.timeZone);
  const dataset = DATASETS[options.from];
  const path = dataset ? join(datasetFolder(), dataset.file) : options.from;
  const allowMissing = options.missing !== "refuse";
  const table = await readCsv(path, { ...options, zone, allowMissing });
  try {
    const grid = { zone, step: findTimeStep(longest(table.series).times, zone) };
    return prepare({
      origin: dataset
        ? { description: dataset.text, licence: "public domain (NOAA)" }
        : { description: `file ${basename(path)}`, licence: "the file's own" },
      columns: table.layout.values.map(({ name }) => name),
      ...grid,
      table,
      regular: table.series.map((own) => makeRegular(own, grid, options)),
    });
  } catch (error) {
    throw new Error(`Cannot use ${options.from}: ${(error as Error).message}`, { cause: error });
  }
}

function datasetFolder(): string {
  const entry = createRequire(import.meta.url).resolve("vega-datasets");
  return join(entry, "..", "..", "data");
}

function longest<T extends Series>(series: readonly T[]): T {
  return series.reduce((most, own) => (own.times.length > most.times.length ? own : most));
}

type RegularSeries = Omit<SplitSeries, "split">;

function makeRegular(
  series: Series,
  grid: TimeGrid,
  options: Pick<DataOptions, "gaps" | "missing">,
): RegularSeries {
  if (options.gaps === "keep") {
    const gaps = { count: 0, rows: 0, longest: 0, firstAfter: undefined };
    return { ...series, gaps, missing: countMissing(series) };
  }
  const gaps = findGaps(series, grid);
  if (gaps.rows > 0 && options.missing === "refuse") {
    throw new RangeError(
      `no row may be missing (or data.missing be "interpolate" or "mask", or data.gaps "keep"), got ${gaps.count} gaps of ${gaps.rows} rows, the first after ${printTime(gaps.firstAfter as number)}`,
    );
  }
  const filled = fillGaps(series, grid);
  return { ...filled, gaps, missing: countMissing(filled) };
}

function countMissing({ columns }: Series): number[] {
  return columns.map((column) => missingValues(column).count);
}

/** Cuts all series at the times at which the longest is cut: none is learnt from while another is scored. */
function splitAlike(series: readonly RegularSeries[], options: RowSplitOptions): SplitSeries[] {
  const reference = longest(series);
  const split = splitRows(reference.times.length, options);
  const ends = PARTS.map((part) => reference.times.at(split[part].to - 1));
  return series.map((own) => {
    let from = 0;
    const ranges = ends.map((end): RowRange => {
      const range = { from, to: own.times.rowFrom(end + 1) };
      from = range.to;
      return range;
    });
    const [train, validation, test] = ranges as [RowRange, RowRange, RowRange];
    return { ...own, split: { train, validation, test } };
  });
}

/** A column without change cannot be scaled, and there is nothing to learn about it. */
function checkChange(series: readonly SplitSeries[], names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { columns, split } of series) {
      const column = columns[index] as Float32Array;
      for (const value of column.subarray(split.train.from, split.train.to)) {
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
    if (least < most) continue;
    throw new RangeError(
      `${name} must change within the training rows, got ${least === most ? `${least} in all of them` : "no value"}`,
    );
  }
}

function fingerprint(series: readonly SplitSeries[], columns: readonly string[]): string {
  const hash = createHash("sha256").update(columns.join("\t"));
  for (const { name, times, columns: own } of series) {
    hash.update(`\n${name}\t${times.at(0)}\t${times.length}\n`);
    for (const { buffer, byteOffset, byteLength } of own) {
      hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

function noticesOf(table: CsvSeries, series: readonly RegularSeries[]): string[] {
  const { leftOut } = table.layout;
  const total = (count: (own: RegularSeries) => number): number =>
    series.reduce((sum, own) => sum + count(own), 0);
  const gapRows = total(({ gaps }) => gaps.rows);
  const missing = total((own) => own.missing.reduce((sum, count) => sum + count, 0));
  return [
    ...(leftOut.length > 0 ? [`left out, since they hold no numbers: ${leftOut.join(", ")}`] : []),
    ...(table.unorderedCount > 0 ? [`sorted ${table.unorderedCount} rows by time`] : []),
    ...(table.duplicateCount > 0
      ? [`dropped ${table.duplicateCount} rows whose time was there before`]
      : []),
    ...(gapRows > 0
      ? [`${gapRows} rows were not written, in ${total(({ gaps }) => gaps.count)} gaps`]
      : []),
    ...(missing > 0 ? [`${missing} values are missing`] : []),
  ];
}
