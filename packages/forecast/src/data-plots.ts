/** Whole series as pictures. */
import { type HtmlSection, htmlPage, lineChart, renderSvg, sparkline } from "@encdec/core/charts";
import { writeFile } from "@encdec/core/persistence";
import type { ForecastData, SplitSeries } from "./data.ts";
import { localTimes } from "./local-time.ts";
import { plotKind } from "./plot.ts";

/** More points than a picture is wide say nothing. */
const MOST_POINTS = 600;

/** Pictures of loaded series. */
export function seriesPlots(data: ForecastData): {
  /** A line for each column of a series. */
  readonly sparklines: (series: number) => string;
  /** Writes all columns of all series as HTML, those of the first as SVG. */
  readonly write: (file: string) => Promise<void>;
} {
  return {
    sparklines: (index) => {
      const { columns } = data.series[index] as SplitSeries;
      const wide = Math.max(...data.columns.map(({ length }) => length));
      return data.columns
        .map((name, place) => {
          const means = thinned(columns[place] as Float32Array, 64).map(({ mean }) => mean);
          return `${name.padEnd(wide)}  ${sparkline(means)}`;
        })
        .join("\n");
    },
    write: async (file) => {
      if (plotKind(file) === "svg") {
        await writeFile(file, await columnSvg(data, data.series[0] as SplitSeries, 0));
        return;
      }
      const sections: HtmlSection[] = [];
      for (const series of data.series) {
        for (const [place, name] of data.columns.entries()) {
          const heading = series.name === "" ? name : `${series.name}: ${name}`;
          sections.push({ heading, svg: await columnSvg(data, series, place) });
        }
      }
      await writeFile(file, htmlPage({ title: data.origin.description, sections }));
    },
  };
}

function columnSvg(data: ForecastData, series: SplitSeries, place: number): Promise<string> {
  const name = data.columns[place] as string;
  const points = thinned(series.columns[place] as Float32Array, MOST_POINTS).flatMap(
    ({ row, mean }) => (mean === null ? [] : [[row, mean] as const]),
  );
  const ends = [0, series.times.length - 1].map((row) => series.times.at(row));
  const [from, to] = localTimes(ends, data.zone);
  return renderSvg(
    lineChart({
      description: `${name} from ${from} to ${to}.`,
      series: [{ name, points }],
      width: 600,
      xTitle: `row, from ${from} to ${to}`,
      yTitle: name,
    }),
  );
}

/** Means of so many stretches of equal length. */
function thinned(
  column: Float32Array,
  most: number,
): { readonly row: number; readonly mean: number | null }[] {
  const size = Math.ceil(column.length / most);
  return Array.from({ length: Math.ceil(column.length / size) }, (_, index) => {
    const known = column
      .subarray(index * size, (index + 1) * size)
      .filter((value) => !Number.isNaN(value));
    const sum = known.reduce((total, value) => total + value, 0);
    return { row: index * size, mean: known.length === 0 ? null : sum / known.length };
  });
}
