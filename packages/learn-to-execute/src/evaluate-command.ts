/** The verb `evaluate`. */
import {
  addOutputOptions,
  addRunOption,
  type Command,
  chartFileKind,
  Output,
  type OutputOptions,
  UsageError,
  untilInterrupted,
  wholeNumber,
  withCountProgress,
} from "@encdec/core/command-line";
import { checkSameData, writeFile } from "@encdec/core/persistence";
import type { RunConfig } from "./config.ts";
import { Executor } from "./decode.ts";
import { evaluate } from "./evaluate.ts";
import { answerLines, printReport } from "./evaluation-report.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { type Difficulty, MAXIMUM_NESTING } from "./generate-program.ts";
import { writeHeatMap } from "./heat-map-file.ts";

interface EvaluateFlags extends OutputOptions {
  readonly run: string;
  readonly length?: string;
  readonly nesting?: string;
  readonly examples: string;
  readonly heatMap?: string;
  /** File of the answers. */
  readonly output?: string;
}

/** Adds the verb `evaluate`. */
export function addEvaluateCommand(program: Command): void {
  const command = program
    .command("evaluate")
    .description("score a run on held-out examples by length and nesting, beside naive baselines");
  addRunOption(command, "learn-to-execute")
    .option("--length <number>", "longest numbers (default: as trained)")
    .option("--nesting <number>", "most operations (default: as trained)")
    .option("--examples <number>", "right and wrong answers to show, of each", "6")
    .option("--heat-map <file>", "draw scores by length and nesting into a .svg or .html file")
    .option("--output <file>", "write all answers as JSON lines");
  addOutputOptions(command).action((flags: EvaluateFlags) =>
    untilInterrupted((signal) => evaluateRun(flags, signal)),
  );
}

async function evaluateRun(flags: EvaluateFlags, signal: AbortSignal): Promise<void> {
  const { run, heatMap, output: file } = flags;
  const examples = wholeNumber("--examples", flags.examples, 0);
  if (heatMap !== undefined) chartFileKind(heatMap, "--heat-map");
  const output = new Output(flags);
  await output.noticeEngine();
  const executor = await Executor.load(run);
  try {
    // Another fingerprint: the generator has changed since the training.
    const fingerprint = fingerprintOf(executor.config);
    checkSameData(executor.config, { run, fingerprint, heldOut: "held-out examples" });
    const difficulty = difficultyOf(flags, executor.config);
    const progress = { label: "executed", quiet: output.isQuiet };
    const evaluation = await withCountProgress(progress, (onProgress) =>
      evaluate(executor, { difficulty, onProgress, signal }),
    );
    printReport(output, evaluation, { run, examples });
    if (file !== undefined) await writeFile(file, answerLines(evaluation));
    if (heatMap !== undefined) await writeHeatMap(heatMap, evaluation);
  } finally {
    executor.dispose();
  }
}

function difficultyOf(flags: EvaluateFlags, { data }: RunConfig): Difficulty {
  const inRange = (name: "length" | "nesting", most: number): number => {
    const text = flags[name];
    if (text === undefined) return data[name];
    const value = wholeNumber(`--${name}`, text, 1);
    if (value <= most) return value;
    throw new UsageError(`Cannot run the command: --${name} must be at most ${most}, got ${value}`);
  };
  const most = data.from === "programs" ? MAXIMUM_NESTING : 1;
  return { length: inRange("length", 100), nesting: inRange("nesting", most) };
}
