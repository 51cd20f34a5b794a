/** The verb `data`. */
import {
  addSettingsCommand,
  type Command,
  formatTable,
  type OutputOptions,
} from "@encdec/core/command-line";
import { forecastSchema } from "./config.ts";
import { loadData } from "./data.ts";
import { seriesPlots } from "./data-plots.ts";
import { dataOptionsOf } from "./data-settings.ts";
import { type ColumnDiagnosis, diagnose, type SeriesDiagnosis } from "./diagnosis.ts";
import { plotKind } from "./plot.ts";
import { presets } from "./presets.ts";
import { figures } from "./score-rows.ts";

/** Adds the verb `data`. */
export function addDataCommand(program: Command): void {
  addSettingsCommand(program, {
    name: "data",
    description: "show what series hold: length, gaps, seasons, whether they keep their level",
    schema: forecastSchema,
    presets,
    addFlags: (command) => command.option("--plot <file>", "draw the series: .svg or .html"),
    act: async (config, output, flags: OutputOptions & { readonly plot?: string }) => {
      if (flags.plot !== undefined) plotKind(flags.plot);
      const data = await loadData(dataOptionsOf(config.data));
      const diagnosis = diagnose(data);
      const { origin, fingerprint, notices } = data;
      const plots = seriesPlots(data);
      const text = [
        `${origin.description} (licence: ${origin.licence}); a row is ${diagnosis.step}`,
        ...notices,
        ...diagnosis.series.map((series, index) => {
          const { split } = data.series[index] as (typeof data.series)[0];
          const parts = (["train", "validation", "test"] as const).map(
            (part) => `${split[part].to - split[part].from} ${part}`,
          );
          return [
            "",
            `${series.name === "" ? "rows" : `${series.name}: rows`} ${series.rows} from ${series.from} to ${series.to} (${parts.join(", ")})${gapsOf(series)}`,
            columnTable(series.columns),
            "",
            plots.sparklines(index),
          ].join("\n");
        }),
      ].join("\n");
      output.result(text, { origin, fingerprint, notices, ...diagnosis });
      if (flags.plot !== undefined) await plots.write(flags.plot);
    },
  });
}

function gapsOf({ gaps }: SeriesDiagnosis): string {
  if (gaps.rows === 0) return "";
  return `, ${gaps.rows} more in ${gaps.count} gaps were not written, the longest of ${gaps.longest}`;
}

function columnTable(columns: readonly ColumnDiagnosis[]): string {
  const head = ["column", "missing", "least", "mean", "most", "deviation", "season", "level"];
  return formatTable(
    head,
    columns.map((column) => [
      column.name,
      String(column.missing),
      ...[column.minimum, column.mean, column.maximum, column.deviation].map(figures),
      seasonOf(column),
      column.kpssPValue === undefined
        ? column.stationarity
        : `${column.stationarity} (KPSS p ${column.kpssPValue <= 0.01 ? "≤ 0.01" : column.kpssPValue.toFixed(2)})`,
    ]),
  );
}

function seasonOf({ season, seasonName }: ColumnDiagnosis): string {
  if (!season) return "none found";
  return `${season.length} rows${seasonName ? `, ${seasonName}` : ""}`;
}
