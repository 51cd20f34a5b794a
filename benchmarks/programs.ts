/**
 * How quickly programs are made with their values, and that a stream of them keeps no memory.
 *
 *     npm run bench:programs -- --programs 1000000 --length 6 --nesting 3
 *
 * Each program is drawn, written, evaluated and put into its set; memory is shown after every tenth.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  formatTable,
  Output,
  type OutputOptions,
  readWholeNumber,
} from "@encdec/core/command-line";
import { streamExamples } from "@encdec/learn-to-execute";
import { createBenchmark, runBenchmark } from "./options.ts";

const MIB = 2 ** 20;
interface ProgramsOptions extends OutputOptions {
  readonly programs: number;
  readonly length: number;
  readonly nesting: number;
}

/** What is there after so many programs. */
interface Progress {
  readonly programs: number;
  readonly characters: number;
  readonly programsPerSecond: number;
  readonly residentMebibytes: number;
  /** What JavaScript still holds. */
  readonly liveMebibytes: number;
}

const program = createBenchmark(
  "bench:programs",
  "Measures how quickly programs are made with their values",
)
  .option("--programs <integer>", "programs to make", readWholeNumber("--programs"), 1_000_000)
  .option("--length <integer>", "most digits of a number", readWholeNumber("--length"), 6)
  .option("--nesting <integer>", "most operations", readWholeNumber("--nesting"), 3)
  .action(measure);
await runBenchmark(program);

function measure({ programs, length, nesting, ...options }: ProgramsOptions): void {
  const output = new Output(options);
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  const all: Progress[] = [];
  const start = performance.now();
  let characters = 0;
  let made = 0;
  for (const { source, target } of streamExamples({
    task: "programs",
    seed: 1,
    stream: "benchmark",
    difficulty: { length, nesting },
    set: "train",
    shares: { validationShare: 0, testShare: 0 },
  })) {
    characters += source.length + target.length;
    made++;
    if (made % Math.ceil(programs / 10) === 0 || made === programs) {
      const programsPerSecond = (1000 * made) / (performance.now() - start);
      collectGarbage(); // what is left is live
      const { rss, heapUsed } = process.memoryUsage();
      const memory = { residentMebibytes: rss / MIB, liveMebibytes: heapUsed / MIB };
      all.push({ programs: made, characters, programsPerSecond, ...memory });
    }
    if (made === programs) break;
  }
  const rows = all.map((progress) => [
    progress.programs.toLocaleString("en"),
    Math.round(progress.programsPerSecond).toLocaleString("en"),
    progress.characters.toLocaleString("en"),
    progress.residentMebibytes.toFixed(0),
    progress.liveMebibytes.toFixed(1),
  ]);
  const heading = ["programs", "a second", "characters", "resident MiB", "live MiB"];
  const table = formatTable(heading, rows);
  output.result(`programs of length ${length} and nesting ${nesting}\n${table}`, all);
}
