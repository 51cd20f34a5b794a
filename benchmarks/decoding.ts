/**
 * Translation of many sentences by greedy and beam search, side by side with PyTorch eager on the same weights.
 *
 *     npm run bench:decoding -- --python .venv/bin/python
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { loadEngine } from "@encdec/core";
import { formatTable, Output, readWholeNumber } from "@encdec/core/command-line";
import { encodeSafetensors } from "@encdec/core/persistence";
import {
  buildModel,
  type DecodingSettings,
  drawSentences,
  type SentencePair,
  TASK,
  teach,
} from "./decoding-task.ts";
import { addPeerOptions, createBenchmark, type PeerOptions, runBenchmark } from "./options.ts";
import { PYTORCH, runnable, type System, workerCommand } from "./systems.ts";
import { Worker } from "./worker.ts";

interface DecodingOptions extends PeerOptions {
  readonly sentences: number;
  readonly batch: number;
  readonly beam: number;
  readonly steps: number;
  readonly rounds: number;
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
const PEER: System = { worker: "decoding_pytorch.py", ...PYTORCH };

interface DecodingSystem extends System {
  /** Sources that have ended leave the batch. */
  readonly compact: boolean;
}
const SYSTEMS: Readonly<Record<string, DecodingSystem>> = {
  [FUSED]: { worker: "decoding.ts", environment: { ENCDEC_ENGINE: FUSED }, compact: true },
  pytorch: { ...PEER, compact: false },
  "pytorch-compact": { ...PEER, compact: true },
};

const program = createBenchmark("bench:decoding", "Measures greedy and beam search beside PyTorch")
  .option("--sentences <integer>", "sentences to translate", readWholeNumber("--sentences"), 2000)
  .option("--batch <integer>", "sentences at once", readWholeNumber("--batch"), 64)
  .option("--beam <integer>", "beam size", readWholeNumber("--beam"), 5)
  .option(
    "--steps <integer>",
    "training steps of the model before",
    readWholeNumber("--steps"),
    1500,
  )
  .option("--weights <path>", "weights to use, written there first if the file does not exist")
  .option(
    "--rounds <integer>",
    "turns of each system; the best one counts",
    readWholeNumber("--rounds"),
    3,
  )
  .action(bench);
await runBenchmark(addPeerOptions(program, { needs: "PyTorch" }));

async function bench(options: DecodingOptions): Promise<void> {
  const output = new Output(options);
  const systems = runnable(SYSTEMS, { ...options, output });
  const folder = mkdtempSync(join(os.tmpdir(), "encdec-decoding-"));
  try {
    const weights = await provideWeights(folder, options, output);
    const given = drawSentences(options.sentences, 99);
    const orders = { given, sorted: given.toSorted((a, b) => a.source.length - b.source.length) };
    const rows: Row[] = [];
    for (const beamSize of [1, options.beam]) {
      for (const [order, sentences] of Object.entries(orders)) {
        const measured = await measure(sentences, { folder, weights, beamSize, options, systems });
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
  /** Names of those that run here. */
  readonly systems: readonly string[];
}

async function measure(
  sentences: readonly SentencePair[],
  { folder, weights, beamSize, options, systems }: MeasureOptions,
): Promise<Omit<Row, "order">[]> {
  const sources = join(folder, "sources.json");
  writeFileSync(sources, JSON.stringify(sentences.map(({ source }) => source)));
  const outputOf = (name: string): string => join(folder, `${name}.json`);
  const workers = new Map<string, { readonly worker: Worker; bestMs: number }>();
  try {
    for (const name of systems) {
      const system = SYSTEMS[name] as DecodingSystem;
      const settings: DecodingSettings = {
        weights,
        sources,
        output: outputOf(name),
        batchSize: options.batch,
        beamSize,
        maximumLength: TASK.longest + 10,
        threads: options.threads,
        compact: system.compact,
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
  return formatTable(head, cells);
}

function isFile(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}
