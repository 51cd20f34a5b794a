/**
 * Whole training steps (forward, backward, clipping, Adam) and one decoding step, on our engines and side
 * by side with stock `tf.layers`, PyTorch and Keras.
 *
 *     npm run bench -- --shapes S,M --systems fused,pytorch
 */
import os from "node:os";
import {
  createProgram,
  Output,
  type OutputOptions,
  runProgram,
  UsageError,
} from "@encdec/core/command-line";
import { formatReport, type Row, reportOf } from "./report.ts";
import { measureRounds } from "./rounds.ts";
import { SHAPES, type Shape } from "./shapes.ts";
import { SYSTEMS, type System, whatIsMissing, workerCommand } from "./systems.ts";
import { Worker } from "./worker.ts";

interface BenchOptions extends OutputOptions {
  readonly shapes: string;
  readonly systems?: string;
  readonly rounds: string;
  readonly python: string;
  readonly precision: string;
  readonly threads: string;
}

const program = createProgram({
  name: "bench",
  description: "Measures training and decoding steps of every engine and its peers",
  version: "0.1.0",
})
  .option("--shapes <names>", "shapes by name, with commas", Object.keys(SHAPES).join())
  .option("--systems <names>", `systems by name, with commas: ${Object.keys(SYSTEMS).join()}`)
  .option("--rounds <integer>", "turns of each system; the best one counts", "10")
  .option("--python <path>", "Python that has PyTorch and Keras", "python3")
  .option("--precision <name>", "products of the fused engine: float32,mixed-bfloat16", "float32")
  .option("--threads <integer>", "threads of each system", String(os.availableParallelism()))
  .option("--json", "print one JSON object")
  .option("--quiet", "print no progress")
  .action(bench);
await runProgram(program, process.argv.slice(2));

async function bench(options: BenchOptions): Promise<void> {
  const output = new Output(options);
  const rounds = positiveInteger("rounds", options.rounds);
  const threads = positiveInteger("threads", options.threads);
  const shapes = namesIn("shapes", options.shapes, SHAPES);
  namesIn("precision", options.precision, { float32: true, "mixed-bfloat16": true });
  const asked = options.systems && namesIn("systems", options.systems, SYSTEMS);
  const systems = (asked || defaultSystems(options.precision)).filter((name) => {
    const missing = whatIsMissing(SYSTEMS[name] as System, options.python);
    if (missing) output.notice(`${name} is left out: ${missing}`);
    return !missing;
  });

  const rows: Row[] = [];
  for (const shape of shapes) {
    output.notice(`${shape}: ${SHAPES[shape]?.title}`);
    const workers = new Map<string, Worker>();
    try {
      for (const name of systems) {
        try {
          workers.set(name, await startWorker(name, SHAPES[shape], { ...options, threads }));
        } catch (error) {
          output.notice(`${name} is left out of ${shape}: ${(error as Error).message}`);
        }
      }
      const measured = await measureRounds(workers, rounds);
      rows.push(...[...measured].map(([system, measurement]) => ({ shape, system, measurement })));
    } finally {
      await Promise.all([...workers.values()].map((worker) => worker.stop()));
    }
  }
  if (rows.length === 0) throw new Error("Cannot measure: none of the systems runs here");
  const report = reportOf(rows, SHAPES, threads);
  output.result(formatReport(report), report);
}

interface WorkerOptions {
  readonly python: string;
  readonly precision: string;
  readonly threads: number;
}

function startWorker(
  name: string,
  shape: Shape | undefined,
  { python, precision, threads }: WorkerOptions,
): Promise<Worker> {
  const system = SYSTEMS[name] as System;
  const inBfloat16 = system.bfloat16 || (name === "fused" && precision === "mixed-bfloat16");
  return Worker.start(workerCommand(system, python, threads), {
    shape,
    threads,
    precision: inBfloat16 ? "mixed-bfloat16" : "float32",
  });
}

function defaultSystems(precision: string): string[] {
  return Object.keys(SYSTEMS).filter((name) => precision !== "float32" || !SYSTEMS[name]?.bfloat16);
}

function namesIn(option: string, text: string, known: object): string[] {
  const names = text.split(",");
  const unknown = names.find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined) {
    const allowed = Object.keys(known).join(", ");
    throw new UsageError(`Cannot use --${option}: allowed are ${allowed}, got "${unknown}"`);
  }
  return [...new Set(names)];
}

function positiveInteger(option: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    throw new UsageError(`Cannot use --${option}: it must be a positive integer, got "${text}"`);
  }
  return Number(text);
}
