/**
 * Translation of many sentences by greedy and beam search, side by side with PyTorch eager on the same weights.
 *
 *     npm run bench:decoding -- --python .venv/bin/python
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { loadEngine } from "@encdec/core";
import {
  createProgram,
  Output,
  type OutputOptions,
  runProgram,
  UsageError,
} from "@encdec/core/command-line";
import { encodeSafetensors } from "@encdec/core/persistence";
import {
  buildModel,
  type DecodingSettings,
  drawSentences,
  type SentencePair,
  TASK,
  teach,
} from "./decoding-task.ts";
import { type System, whatIsMissing, workerCommand } from "./systems.ts";
import { Worker } from "./worker.ts";

interface DecodingOptions extends OutputOptions {
  readonly sentences: number;
  readonly batch: number;
  readonly beam: number;
  readonly steps: number;
  readonly rounds: number;
  readonly threads: number;
  readonly python: string;
  readonly weights?: string;
}

/** One search over all sentences by one system. */
interface Row {
  readonly search: string;
  readonly order: string;
  readonly system: string;
  /** The fastest round. */
  readonly seconds: number;
  readonly sentencesPerSecond: number;
  /** Share of hypotheses that are the fused engine's, in percent. */
  readonly sameHypotheses: number;
  /** How many times as fast the fused engine is. */
  readonly fusedIsFaster: number;
}

const FUSED = "fused";
const PYTORCH: System = { worker: "decoding_pytorch.py", pythonPackages: ["torch"] };
const SYSTEMS: Readonly<Record<string, { readonly system: System; readonly compact: boolean }>> = {
  [FUSED]: {
    system: { worker: "decoding.ts", environment: { ENCDEC_ENGINE: "fused" } },
    compact: true,
  },
  pytorch: { system: PYTORCH, compact: false },
  "pytorch-compact": { system: PYTORCH, compact: true },
};

const program = createProgram({
  name: "bench-decoding",
  description: "Measures greedy and beam search beside PyTorch",
  version: "0.1.0",
})
  .option("--sentences <integer>", "sentences to translate", positiveInteger, 2000)
  .option("--batch <integer>", "sentences at once", positiveInteger, 64)
  .option("--beam <integer>", "beam size", positiveInteger, 5)
  .option("--steps <integer>", "training steps of the model before", positiveInteger, 1500)
  .option("--weights <path>", "weights to use, written there first if the file does not exist")
  .option("--rounds <integer>", "turns of each system; the best one counts", positiveInteger, 3)
  .option(
    "--threads <integer>",
    "threads of each system",
    positiveInteger,
    os.availableParallelism(),
  )
  .option("--python <path>", "Python that has PyTorch", "python3")
  .option("--json", "print one JSON object")
  .option("--quiet", "print no progress")
  .action(bench);
await runProgram(program, process.argv.slice(2));

async function bench(options: DecodingOptions): Promise<void> {
  const output = new Output(options);
  const missing = whatIsMissing(PYTORCH, options.python);
  if (missing) output.notice(`pytorch is left out: ${missing}`);
  const folder = mkdtempSync(join(os.tmpdir(), "encdec-decoding-"));
  try {
    const weights = await provideWeights(folder, options, output);
    const given = drawSentences(options.sentences, 99);
    const orders = { given, sorted: given.toSorted((a, b) => a.source.length - b.source.length) };
    const rows: Row[] = [];
    for (const beamSize of [1, options.beam]) {
      for (const [order, sentences] of Object.entries(orders)) {
        const measured = await measure(sentences, { folder, weights, beamSize, options, missing });
        rows.push(...measured.map((row) => ({ ...row, order })));
        output.notice(`beam ${beamSize}, ${order} order: done`);
      }
    }
    output.result(format(rows), { task: TASK, threads: options.threads, rows });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Trains the model, unless its weights are there already. @returns The file. */
async function provideWeights(
  folder: string,
  options: DecodingOptions,
  output: Output,
): Promise<string> {
  const path = options.weights ?? join(folder, "weights.safetensors");
  if (isFile(path)) return path;
  await loadEngine();
  const model = buildModel(1);
  output.notice(`training the model for ${options.steps} steps`);
  const loss = teach(model, { steps: options.steps, seed: 3 });
  output.notice(`loss ${loss.toFixed(2)} nats a token`);
  writeFileSync(path, encodeSafetensors(model.parameters.read()));
  model.dispose();
  return path;
}

interface MeasureOptions {
  readonly folder: string;
  readonly weights: string;
  readonly beamSize: number;
  readonly options: DecodingOptions;
  /** Why PyTorch cannot run. */
  readonly missing: string | undefined;
}

async function measure(
  sentences: readonly SentencePair[],
  { folder, weights, beamSize, options, missing }: MeasureOptions,
): Promise<Omit<Row, "order">[]> {
  const sources = join(folder, "sources.json");
  writeFileSync(sources, JSON.stringify(sentences.map(({ source }) => source)));
  const names = Object.keys(SYSTEMS).filter((name) => name === FUSED || !missing);
  const outputOf = (name: string): string => join(folder, `${name}.json`);
  const workers = new Map<string, { readonly worker: Worker; bestMs: number }>();
  try {
    for (const name of names) {
      const { system, compact } = SYSTEMS[name] as (typeof SYSTEMS)[string];
      const settings: DecodingSettings = {
        weights,
        sources,
        output: outputOf(name),
        batchSize: options.batch,
        beamSize,
        maximumLength: TASK.longest + 10,
        threads: options.threads,
        compact,
      };
      // It translates everything once before the first round.
      const worker = await Worker.start(
        workerCommand(system, options.python, options.threads),
        settings,
      );
      workers.set(name, { worker, bestMs: Number.POSITIVE_INFINITY });
    }
    for (let round = 0; round < options.rounds; round++) {
      for (const entry of workers.values()) {
        entry.bestMs = Math.min(entry.bestMs, await entry.worker.measure("step", 1));
      }
    }
  } finally {
    await Promise.all([...workers.values()].map(({ worker }) => worker.stop()));
  }
  const read = (name: string): string[] =>
    (JSON.parse(readFileSync(outputOf(name), "utf8")) as number[][]).map(String);
  const expected = read(FUSED);
  const fusedMs = workers.get(FUSED)?.bestMs ?? Number.NaN;
  return [...workers].map(([system, { bestMs }]) => ({
    search: beamSize === 1 ? "greedy" : `beam ${beamSize}`,
    system,
    seconds: bestMs / 1000,
    sentencesPerSecond: (1000 * sentences.length) / bestMs,
    sameHypotheses: percentage(read(system), expected),
    fusedIsFaster: bestMs / fusedMs,
  }));
}

function percentage(actual: readonly string[], expected: readonly string[]): number {
  const same = actual.filter((hypothesis, place) => hypothesis === expected[place]);
  return (100 * same.length) / expected.length;
}

function format(rows: readonly Row[]): string {
  const head = ["search", "order", "system", "s", "sentences/s", "same, %", "x as fast: fused"];
  const cells = rows.map((row) => [
    row.search,
    row.order,
    row.system,
    row.seconds.toFixed(2),
    row.sentencesPerSecond.toFixed(0),
    row.sameHypotheses.toFixed(2),
    row.fusedIsFaster.toFixed(2),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  return [head, ...cells]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function isFile(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UsageError(`Cannot measure: options must be positive integers, got "${text}"`);
}
