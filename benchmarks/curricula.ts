/**
 * The four curricula at the same budget: the same model, steps and held-out programs, one run for each curriculum and seed.
 *
 *     npm run bench:curricula -- --preset small --length 4 --nesting 2 --epochs 20 --seeds 1,2
 *
 * Runs stay in `--runs`: when the script is called again, finished ones are read, interrupted ones go on.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { corpusScore, exactMatchStatistics } from "@encdec/core";
import {
  formatTable,
  interruptSignal,
  Output,
  type OutputOptions,
  readWholeNumber,
  trainingProgress,
} from "@encdec/core/command-line";
import { isFinishedRun, RUN_FILES } from "@encdec/core/persistence";
import {
  CURRICULA,
  type CurriculumName,
  type ExecuteConfig,
  Executor,
  evaluate,
  type PresetName,
  presets,
  trainExecutor,
} from "@encdec/learn-to-execute";
import { createBenchmark, readName, runBenchmark, SEEDS } from "./options.ts";

interface CurriculaOptions extends OutputOptions {
  readonly preset: PresetName;
  readonly length: number;
  readonly nesting: number;
  readonly epochs: number;
  readonly examples: number;
  readonly seeds: readonly number[];
  readonly runs: string;
}

/** Scores of a run, over all cells and at the target, 0 to 100. */
interface Outcome {
  readonly curriculum: CurriculumName;
  readonly seed: number;
  readonly targetExactMatch: number;
  readonly targetCharacterAccuracy: number;
  readonly meanExactMatch: number;
  /** Stages that were reached, of all. */
  readonly stage: string;
}

const program = createBenchmark("bench:curricula", "Trains with each curriculum at the same budget")
  .option("--preset <name>", "settings to start from", readName("--preset", presets), "small")
  .option("--length <integer>", "most digits of a number", readWholeNumber("--length"), 4)
  .option("--nesting <integer>", "most operations", readWholeNumber("--nesting"), 2)
  .option("--epochs <integer>", "epochs of each run", readWholeNumber("--epochs"), 20)
  .option("--examples <integer>", "programs of an epoch", readWholeNumber("--examples"), 20_000)
  .option("--seeds <list>", "seeds, one run of each curriculum for each", ...SEEDS)
  .option("--runs <folder>", "where runs are kept", "runs/curricula")
  .action(compare);
await runBenchmark(program);

async function compare(options: CurriculaOptions): Promise<void> {
  const output = new Output(options);
  const signal = interruptSignal();
  const outcomes: Outcome[] = [];
  for (const seed of options.seeds) {
    for (const curriculum of CURRICULA) {
      const config = configOf(options, curriculum, seed);
      const run = join(options.runs, `${curriculum}-${seed}`);
      if (!isFinishedRun(run)) await trainRun(config, { run, output, signal });
      if (signal.aborted) return;
      outcomes.push(await outcomeOf(run, { curriculum, seed }));
      output.notice(JSON.stringify(outcomes.at(-1)));
    }
  }
  const heading = ["curriculum", "seed", "target: exact match", "characters", "mean exact match"];
  const rows = outcomes.map((outcome) => [
    outcome.curriculum,
    String(outcome.seed),
    outcome.targetExactMatch.toFixed(1),
    outcome.targetCharacterAccuracy.toFixed(1),
    outcome.meanExactMatch.toFixed(1),
    outcome.stage,
  ]);
  output.result(formatTable([...heading, "last stage"], rows), outcomes);
}

function configOf(options: CurriculaOptions, name: CurriculumName, seed: number): ExecuteConfig {
  const preset = presets[options.preset];
  const { length, nesting, epochs, examples: epochExamples } = options;
  return {
    ...preset,
    seed,
    data: { ...preset.data, length, nesting, epochExamples },
    curriculum: { ...preset.curriculum, name },
    // Every run has all its steps: none stops early or by the clock.
    training: { ...preset.training, epochs, patience: epochs, maxMinutes: undefined },
  };
}

async function trainRun(
  config: ExecuteConfig,
  context: { readonly run: string; readonly output: Output; readonly signal: AbortSignal },
): Promise<void> {
  const { run, output, signal } = context;
  const { epochs } = config.training;
  const progress = trainingProgress({ epochs, quiet: output.isQuiet });
  const resume = existsSync(join(run, RUN_FILES.config));
  output.notice(`${run}: ${resume ? "goes on" : "begins"}`);
  const { executor } = await trainExecutor({
    ...{ config, run, resume, signal },
    callbacks: [progress],
    onNotice: (text) => output.notice(text),
  }).finally(() => progress.stop());
  executor.dispose();
}

async function outcomeOf(
  run: string,
  names: Pick<Outcome, "curriculum" | "seed">,
): Promise<Outcome> {
  const executor = await Executor.load(run);
  const { cells, answers } = await evaluate(executor);
  executor.dispose();
  const lines = (await readFile(join(run, RUN_FILES.metrics), "utf8")).trim().split("\n");
  const { validation } = JSON.parse(lines.at(-1) ?? "{}");
  const target = cells.at(-1);
  return {
    ...names,
    targetExactMatch: target?.model.exactMatch.score ?? Number.NaN,
    targetCharacterAccuracy: target?.model.characterAccuracy.score ?? Number.NaN,
    meanExactMatch: corpusScore(
      exactMatchStatistics(
        answers.map(({ answer }) => answer),
        answers.map(({ target: right }) => right),
      ),
    ),
    stage: `length ${validation.length}, nesting ${validation.nesting}`,
  };
}
