/** What a run says: one row for each shape and system, as a table or as JSON. */
import os from "node:os";
import { formatTable } from "@encdec/core/command-line";
import { flopsOf } from "./flops.ts";
import { median } from "./median.ts";
import type { Measurement } from "./rounds.ts";
import type { Shape } from "./shapes.ts";

/** One shape on one system. */
export interface Row {
  readonly shape: string;
  readonly system: string;
  readonly measurement: Measurement;
}

/** A row with all that follows from it; a ratio is missing when its peer was not measured. */
export interface Result {
  readonly shape: string;
  readonly title: string;
  readonly system: string;
  readonly description: string;
  /** Of the best round. */
  readonly milliseconds: number;
  /** Of the middle round: far above the best one on a machine that does other work too. */
  readonly medianMs: number;
  readonly roundsMs: readonly number[];
  readonly gflops: number;
  /** Of the fastest 1024 x 1024 x 1024 product in float32 among the shape's turns, GFLOP/s. */
  readonly peakGflops: number;
  /** 0 to 100, and above where products are in bfloat16. */
  readonly percentOfPeak: number;
  /** How many times as fast as PyTorch. */
  readonly timesPytorch: number | undefined;
  /** How many times as fast as stock `tf.layers`. */
  readonly timesTfLayers: number | undefined;
  readonly peakMemoryMebibytes: number | undefined;
}

/** A whole run. */
export interface Report {
  readonly date: string;
  readonly processor: string;
  readonly threads: number;
  readonly results: readonly Result[];
}

/** Draws the conclusions from the rows. */
export function reportOf(
  rows: readonly Row[],
  shapes: Readonly<Record<string, Shape>>,
  threads: number,
): Report {
  const peakOf = (shape: string): number => {
    const ofShape = rows.filter((row) => row.shape === shape);
    const productsMs = ofShape.map(({ measurement }) => measurement.productMs);
    return gflopsOf(2 * 1024 ** 3, Math.min(...productsMs));
  };
  const bestMs = (shape: string, system: string): number | undefined => {
    const row = rows.find((other) => other.shape === shape && other.system === system);
    return row && Math.min(...row.measurement.roundsMs);
  };
  const results = rows.map(({ shape: name, system, measurement }): Result => {
    const { description, roundsMs, peakMemoryMebibytes } = measurement;
    const milliseconds = Math.min(...roundsMs);
    const shape = shapes[name] as Shape;
    const gflops = gflopsOf(flopsOf(shape), milliseconds);
    const peakGflops = peakOf(name);
    const times = (peer: string): number | undefined => {
      const peerMs = bestMs(name, peer);
      return peerMs === undefined ? undefined : peerMs / milliseconds;
    };
    return {
      shape: name,
      title: shape.title,
      system,
      description,
      milliseconds,
      medianMs: median(roundsMs),
      roundsMs,
      gflops,
      peakGflops,
      percentOfPeak: (100 * gflops) / peakGflops,
      timesPytorch: times("pytorch"),
      timesTfLayers: times("tf-layers"),
      peakMemoryMebibytes,
    };
  });
  const processor = os.cpus()[0]?.model.trim() ?? os.arch();
  return { date: new Date().toISOString(), processor, threads, results };
}

function gflopsOf(flops: number, milliseconds: number): number {
  return flops / milliseconds / 1e6;
}

/** The report as text. */
export function formatReport(report: Report): string {
  const { date, processor, threads, results } = report;
  const titles = new Map(
    results.map(({ shape, title, peakGflops }) => [
      shape,
      `${title}; peak ${peakGflops.toFixed(0)} GFLOP/s`,
    ]),
  );
  const descriptions = new Map(results.map(({ system, description }) => [system, description]));
  const rows = results.map((result) => [
    result.shape,
    result.system,
    result.milliseconds.toFixed(2),
    result.medianMs.toFixed(2),
    result.gflops.toFixed(0),
    result.percentOfPeak.toFixed(0),
    result.timesPytorch?.toFixed(2) ?? "-",
    result.timesTfLayers?.toFixed(1) ?? "-",
    result.peakMemoryMebibytes?.toFixed(0) ?? "-",
  ]);
  const head = [
    "shape",
    "system",
    "ms/step",
    "median",
    "GFLOP/s",
    "% of peak",
    "x PyTorch",
    "x tf.layers",
    "peak MiB",
  ];
  return [
    `${processor}, ${threads} thread${threads === 1 ? "" : "s"}, ${date.slice(0, 10)}`,
    "",
    ...[...titles].map(([shape, title]) => `${shape}  ${title}`),
    "",
    formatTable(...alignRight(head, rows, 2)),
    "",
    ...[...descriptions].map(([system, description]) => `${system}: ${description}`),
  ].join("\n");
}

/** Pads the columns from `first` on, so that their numbers stand to the right. */
function alignRight(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  first: number,
): [head: string[], rows: string[][]] {
  const lines = [head, ...rows].map((line) =>
    line.map((cell, column) => {
      const width = Math.max(...[head, ...rows].map((other) => other[column]?.length ?? 0));
      return column < first ? cell : cell.padStart(width);
    }),
  );
  return [lines[0] ?? [], lines.slice(1)];
}
