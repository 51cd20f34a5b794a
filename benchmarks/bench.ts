/**
 * Whole training steps (forward, backward, clipping, Adam) and one decoding step, on our engines and side
 * by side with stock `tf.layers`, PyTorch and Keras.
 *
 *     npm run bench -- --shapes S,M --systems fused,pytorch
 */
import { Output, readWholeNumber } from "@encdec/core/command-line";
import {
  addPeerOptions,
  createBenchmark,
  type PeerOptions,
  readName,
  readNames,
  runBenchmark,
} from "./options.ts";
import { formatReport, type Row, reportOf } from "./report.ts";
import { measureRounds } from "./rounds.ts";
import { SHAPES, type Shape } from "./shapes.ts";
import { type Precision, runnable, SYSTEMS, type System, workerCommand } from "./systems.ts";
import { Worker } from "./worker.ts";

interface BenchOptions extends PeerOptions {
  readonly shapes?: readonly string[];
  readonly systems?: readonly string[];
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly precision: Precision;
}

const PRECISIONS: Readonly<Record<Precision, true>> = { float32: true, "mixed-bfloat16": true };

const program = createBenchmark(
  "bench",
  "Measures training and decoding steps of every engine and its peers",
)
  .option(
    "--shapes <names>",
    `shapes by name, with commas (default: ${Object.keys(SHAPES).join()})`,
    readNames("--shapes", SHAPES),
  )
  .option(
    "--systems <names>",
    `systems by name, with commas: ${Object.keys(SYSTEMS).join()}`,
    readNames("--systems", SYSTEMS),
  )
  .option(
    "--rounds <integer>",
    "turns of each system; the best one counts",
    readWholeNumber("--rounds"),
    10,
  )
  .option(
    "--warm-up-ms <integer>",
    "milliseconds that each system runs before",
    readWholeNumber("--warm-up-ms", 0),
    2000,
  )
  .option(
    "--precision <name>",
    "products of the fused engine: float32, mixed-bfloat16",
    readName("--precision", PRECISIONS),
    "float32",
  )
  .action(bench);
await runBenchmark(addPeerOptions(program, { needs: "PyTorch and Keras" }));

async function bench(options: BenchOptions): Promise<void> {
  const output = new Output(options);
  const { shapes = Object.keys(SHAPES), threads } = options;
  const names = options.systems ?? defaultSystems(options.precision);
  const asked = Object.fromEntries(names.map((name) => [name, SYSTEMS[name] as System]));
  const systems = runnable(asked, { ...options, output });
  const rows: Row[] = [];
  for (const shape of shapes) {
    output.notice(`${shape}: ${SHAPES[shape]?.title}`);
    const workers = new Map<string, Worker>();
    try {
      for (const name of systems) {
        try {
          workers.set(name, await startWorker(name, SHAPES[shape], options));
        } catch (error) {
          output.notice(`${name} is left out of ${shape}: ${(error as Error).message}`);
        }
      }
      const measured = await measureRounds(workers, options);
      rows.push(...[...measured].map(([system, measurement]) => ({ shape, system, measurement })));
    } finally {
      await Promise.all([...workers.values()].map((worker) => worker.stop()));
    }
  }
  if (rows.length === 0) throw new Error("Cannot measure: none of the systems runs here");
  const report = reportOf(rows, SHAPES, threads);
  output.result(formatReport(report), report);
}

function startWorker(
  name: string,
  shape: Shape | undefined,
  { python, precision, threads }: BenchOptions,
): Promise<Worker> {
  const system = SYSTEMS[name] as System;
  const inBfloat16 = system.bfloat16 || (name === "fused" && precision === "mixed-bfloat16");
  return Worker.start(workerCommand(system, python, threads), {
    shape,
    threads,
    precision: inBfloat16 ? "mixed-bfloat16" : "float32",
  });
}

function defaultSystems(precision: Precision): string[] {
  return Object.keys(SYSTEMS).filter((name) => precision !== "float32" || !SYSTEMS[name]?.bfloat16);
}
