/** The verb `forecast`. */
import { extname } from "node:path";
import { TimeIndex } from "@encdec/core";
import {
  addOutputOptions,
  addRunOption,
  type Command,
  Output,
  type OutputOptions,
  UsageError,
  wholeNumber,
} from "@encdec/core/command-line";
import { writeFile } from "@encdec/core/persistence";
import { type History, loadHistory } from "./data.ts";
import { dataOptionsOf } from "./data-settings.ts";
import { Forecaster } from "./decode.ts";
import { type ForecastRecord, forecastCsv, forecastRecords } from "./forecast-answer.ts";
import { forecastPlots } from "./forecast-plots.ts";
import { plotKind, sparklines, writePlots } from "./plot.ts";
import type { Series } from "./series-rows.ts";

interface ForecastFlags extends OutputOptions {
  readonly run: string;
  readonly data?: string;
  readonly future?: string;
  readonly horizon?: string;
  readonly holdOut?: string;
  readonly output?: string;
  readonly plot?: string;
}

/** Adds the verb `forecast`. */
export function addForecastCommand(program: Command): void {
  const command = program
    .command("forecast")
    .description("forecast from the end of a series, as CSV or JSON");
  addRunOption(command, "forecast")
    .option("--data <file>", "what came before, with the columns of the run's data (default: that)")
    .option("--future <file>", "known covariates of the rows to come")
    .option("--horizon <number>", "rows to forecast; beyond the run's, forecasts are read again")
    .option("--hold-out <number>", "leave out so many of the last rows, and show them as truth")
    .option("--output <file>", "write the forecast to a .csv or .json file")
    .option("--plot <file>", "draw it: .svg or .html");
  addOutputOptions(command).action(async (flags: ForecastFlags) => {
    const output = new Output(flags);
    const horizon =
      flags.horizon === undefined ? undefined : wholeNumber("--horizon", flags.horizon, 1);
    const heldOut = wholeNumber("--hold-out", flags.holdOut ?? "0", 0);
    if (flags.plot !== undefined) plotKind(flags.plot);
    const kind = flags.output === undefined ? undefined : fileKind(flags.output);
    await output.noticeEngine();
    const forecaster = await Forecaster.load(flags.run);
    try {
      const whole = await historyOf(forecaster, flags.data);
      for (const notice of whole.notices) output.notice(notice);
      const history = withoutLast(whole, heldOut);
      const future = await futureOf(forecaster, flags.future);
      const forecasts = await forecaster.forecast(history, { horizon, future });
      const truth = heldOut > 0 ? whole.series : undefined;
      const plots = forecastPlots(forecaster, { history, forecasts, truth });
      const records = forecastRecords(forecasts, history.zone);
      for (const plot of plots.slice(0, 5)) output.notice(`${sparklines(plot)}\n`);
      output.result(forecastCsv(records), records);
      if (flags.output !== undefined && kind) {
        await writeFile(flags.output, textOf(records, kind));
      }
      if (flags.plot !== undefined) {
        const names = forecaster.targets.join(", ");
        await writePlots(flags.plot, plots, { title: `Forecast of ${names}` });
      }
    } finally {
      forecaster.dispose();
    }
  });
}

function fileKind(file: string): "csv" | "json" {
  const ending = extname(file).toLowerCase();
  if (ending === ".csv" || ending === ".json") return ending === ".csv" ? "csv" : "json";
  throw new UsageError(
    `Cannot write the forecast: the file must end with .csv or .json, got ${JSON.stringify(file)}`,
  );
}

function textOf(records: readonly ForecastRecord[], kind: "csv" | "json"): string {
  return `${kind === "csv" ? forecastCsv(records) : JSON.stringify(records, null, 1)}\n`;
}

function historyOf({ config, encoder }: Forecaster, from = config.data.from): Promise<History> {
  return loadHistory({ ...dataOptionsOf(config.data), from, columns: encoder.columns });
}

async function futureOf(
  { config, encoder }: Forecaster,
  from: string | undefined,
): Promise<History | undefined> {
  if (from === undefined) return undefined;
  const columns = encoder.roles.knownCovariates.map((place) => encoder.columns[place] as string);
  if (columns.length === 0) {
    throw new UsageError(
      `Cannot use --future: the run must have known covariates, got none in data.knownCovariates`,
    );
  }
  return loadHistory({ ...dataOptionsOf(config.data), from, columns });
}

/** @throws {UsageError} If a series has not so many rows. */
function withoutLast(history: History, count: number): History {
  if (count === 0) return history;
  const series = history.series.map((own): Series => {
    const rows = own.times.length - count;
    if (rows < 1) {
      throw new UsageError(
        `Cannot use --hold-out: it must be below the number of rows, ${own.times.length}, got ${count}`,
      );
    }
    const times = new TimeIndex();
    for (let row = 0; row < rows; row++) times.append(own.times.at(row));
    return { ...own, times, columns: own.columns.map((column) => column.subarray(0, rows)) };
  });
  return { ...history, series };
}
