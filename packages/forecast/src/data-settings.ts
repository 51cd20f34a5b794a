/** The group `data` of the settings: which file, which columns, which part is learnt from. */
import type { RowSplitOptions } from "@encdec/core";
import { listSetting, UsageError } from "@encdec/core/command-line";
import { z } from "zod";
import type { DataOptions } from "./data.ts";

/** Which data is used and how it is split. */
export interface DataSettings extends Omit<DataOptions, "columns" | "split"> {
  /** Columns that are forecast. @default all columns of numbers that are no covariates */
  readonly targets?: readonly string[] | undefined;
  /** Columns that are read but not forecast. */
  readonly pastCovariates?: readonly string[] | undefined;
  /** Columns that are known for the forecast rows, too. */
  readonly knownCovariates?: readonly string[] | undefined;
  /** Columns that are constant within each series and tell series apart. */
  readonly staticCovariates?: readonly string[] | undefined;
  /** Rows after which series repeat. @default found in the training rows */
  readonly seasonLength?: number | undefined;
  /** Share of the rows, in order of time. */
  readonly validationShare: number;
  readonly testShare: number;
  /** Numbers of rows, in place of the shares; with `validationRows`. */
  readonly trainRows?: number | undefined;
  readonly validationRows?: number | undefined;
  /** @default all that are left */
  readonly testRows?: number | undefined;
}

const rows = z.int().min(1).max(1_000_000_000).optional();
const share = z.number().min(0.001).max(0.8);
const name = z.string().min(1);

/** Checks the group. */
export const dataSettings: z.ZodType<DataSettings> = z.strictObject({
  from: name.describe("seattle-weather, seattle-hourly, or a CSV file with a column of times"),
  timeColumn: name.optional().describe("column of times; without it, it is found"),
  targets: listSetting(name, "columns that are forecast, divided by commas").optional(),
  pastCovariates: listSetting(name, "columns that are read but not forecast").optional(),
  knownCovariates: listSetting(
    name,
    "columns that are known for the forecast rows, too",
  ).optional(),
  staticCovariates: listSetting(name, "columns that are constant within a series").optional(),
  seriesColumn: name.optional().describe("column that names the series of a row"),
  delimiter: name.optional().describe("between fields; without it, it is found"),
  decimal: z.enum([".", ","]).optional().describe("decimal mark; without it, it is found"),
  dateOrder: z.enum(["day-month", "month-day"]).optional().describe("for dates like 1/2/2024"),
  timeZone: name.describe("whose clocks show the times, such as Europe/Paris"),
  unordered: z.enum(["refuse", "sort"]).describe("rows whose time runs backwards"),
  duplicates: z.enum(["refuse", "first", "last"]).describe("which of rows of one time stays"),
  gaps: z.enum(["fill", "keep"]).describe("rows that were not written: missing, or ignored"),
  missing: z.enum(["refuse", "interpolate", "mask"]).describe("values that are not there"),
  seasonLength: rows.describe("rows after which series repeat; without it, it is found"),
  validationShare: share.describe("share of the rows for validation"),
  testShare: share.describe("share of the rows, the last ones, held out for scores"),
  trainRows: rows.describe("rows to train on, in place of the shares"),
  validationRows: rows.describe("rows for validation, with trainRows"),
  testRows: rows.describe("rows held out, with trainRows; without it all that are left"),
});

/**
 * What the settings ask the loader for.
 *
 * @throws {UsageError} If they do not fit together.
 */
export function dataOptionsOf(settings: DataSettings): DataOptions {
  const { targets, pastCovariates = [], knownCovariates = [], staticCovariates = [] } = settings;
  const covariates = [...pastCovariates, ...knownCovariates, ...staticCovariates];
  const columns = targets && [...targets, ...covariates];
  const twice = (columns ?? covariates).find((column, index, all) => all.indexOf(column) < index);
  if (twice !== undefined) {
    throw new UsageError(
      `Cannot use data: a column has one role, target or one kind of covariate, got "${twice}" twice`,
    );
  }
  return { ...settings, columns, split: splitOf(settings) };
}

function splitOf(settings: DataSettings): RowSplitOptions {
  const { validationShare, testShare, trainRows, validationRows, testRows } = settings;
  if (trainRows === undefined && validationRows === undefined && testRows === undefined) {
    return { validationShare, testShare };
  }
  if (trainRows === undefined || validationRows === undefined) {
    throw new UsageError(
      `Cannot use data: trainRows and validationRows go together, got ${trainRows ?? "no"} and ${validationRows ?? "no"} rows`,
    );
  }
  return { trainRows, validationRows, testRows };
}
