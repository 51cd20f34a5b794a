/**
 * Memory while a forecaster trains on a long CSV: the peak of processes that train on few and on many rows, beside the columns as float32.
 *
 *     npm run bench:forecasting-memory -- --rows 5000000 --stride 20
 *
 * Each size trains in a process of its own for one epoch; windows would take lookback + horizon times the columns.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  formatTable,
  Output,
  type OutputOptions,
  readWholeNumber,
} from "@encdec/core/command-line";
import { presets, trainForecaster } from "@encdec/forecast";
import { createBenchmark, runBenchmark } from "./options.ts";

interface MemoryOptions extends OutputOptions {
  readonly fewRows: number;
  readonly rows: number;
  readonly stride: number;
  /** Set in the process that trains: its file. */
  readonly train?: string;
}

/** What a process that trained reports. */
interface Peak {
  readonly mebibytes: number;
  readonly seconds: number;
}

const MIB = 2 ** 20;
const COLUMNS = ["load", "temperature", "wind"];
const [LOOKBACK, HORIZON] = [96, 24];

const program = createBenchmark(
  "bench:forecasting-memory",
  "Trains on few and on many rows and compares the memory",
)
  .option("--few-rows <integer>", "rows of the short file", readWholeNumber("--few-rows"), 20_000)
  .option("--rows <integer>", "rows of the long file", readWholeNumber("--rows"), 5_000_000)
  .option(
    "--stride <integer>",
    "rows from one window to the next in the long file",
    readWholeNumber("--stride"),
    20,
  )
  .option("--train <file>", "train on this file and report (what the benchmark starts)")
  .action((options: MemoryOptions) =>
    options.train === undefined ? compare(options) : trainOn(options.train, options.stride),
  );
await runBenchmark(program);

async function compare(options: MemoryOptions): Promise<void> {
  const output = new Output(options);
  const folder = await mkdtemp(join(os.tmpdir(), "encdec-forecasting-memory-"));
  try {
    const table: object[] = [];
    const rows: string[][] = [];
    for (const [count, stride] of [
      [options.fewRows, 1],
      [options.rows, options.stride],
    ] as const) {
      const path = join(folder, `${count}-${stride}.csv`);
      await writeRows(path, count);
      output.notice(`training on ${count} rows`);
      const peak = await peakOf(path, stride);
      const columns = (count * COLUMNS.length * 4) / MIB;
      const windows = columns * (LOOKBACK + HORIZON);
      const file = (await stat(path)).size / MIB;
      table.push({ rows: count, stride, file, columns, windows, ...peak });
      rows.push([
        count.toLocaleString("en"),
        ...[file, columns, windows, peak.mebibytes].map((mebibytes) => mebibytes.toFixed(0)),
        peak.seconds.toFixed(0),
      ]);
    }
    const heading = [
      "rows",
      "file, MiB",
      "columns as float32",
      "all windows",
      "peak of process",
      "s",
    ];
    output.result(formatTable(heading, rows), table);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Minutes with waves of a day and a week. */
async function writeRows(path: string, count: number): Promise<void> {
  const file = createWriteStream(path);
  file.write(`time,${COLUMNS.join(",")}\n`);
  let chunk = "";
  for (let row = 0; row < count; row++) {
    const time = new Date(Date.UTC(2010, 0, 1) + row * 60_000).toISOString();
    const values = COLUMNS.map((_, column) =>
      (10 + Math.sin(row / 229 + column) + Math.sin(row / 1604) + (row % 7) / 9).toFixed(3),
    );
    chunk += `${time},${values.join(",")}\n`;
    if (row % 1000 === 999 || row === count - 1) {
      if (!file.write(chunk)) await once(file, "drain");
      chunk = "";
    }
  }
  file.end();
  await once(file, "finish");
}

async function peakOf(path: string, stride: number): Promise<Peak> {
  const child = fork(fileURLToPath(import.meta.url), ["--train", path, "--stride", String(stride)]);
  const [peak] = (await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => {
      throw new Error(`Cannot measure memory: training ended with exit code ${code}`);
    }),
  ])) as [Peak];
  return peak;
}

async function trainOn(path: string, stride: number): Promise<void> {
  const { small } = presets;
  const start = performance.now();
  const { forecaster } = await trainForecaster({
    config: {
      ...small,
      data: { ...small.data, from: path, targets: COLUMNS, pastCovariates: [] },
      window: { lookback: LOOKBACK, horizon: HORIZON, stride, calendar: [] },
      distribution: { ...small.distribution, kind: "point" },
      training: { ...small.training, epochs: 1, batchSize: 128 },
    },
    run: `${path}.run`,
    evaluates: false,
  });
  forecaster.dispose();
  const mebibytes = process.resourceUsage().maxRSS / 1024;
  process.send?.({ mebibytes, seconds: (performance.now() - start) / 1000 } satisfies Peak);
}
