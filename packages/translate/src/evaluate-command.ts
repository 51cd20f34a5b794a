/** The verb `evaluate`. */
import {
  addBeamOptions,
  addOutputOptions,
  addRunOption,
  type BeamFlags,
  beamSettingsOf,
  type Command,
  Output,
  type OutputOptions,
  untilInterrupted,
  wholeNumber,
  withCountProgress,
} from "@encdec/core/command-line";
import { writeFile } from "@encdec/core/persistence";
import { compareRuns } from "./compare-runs.ts";
import type { RunConfig } from "./config.ts";
import { loadTestPairs, type Pair } from "./data.ts";
import { TRANSLATE_DEFAULTS, type TranslateOptions, Translator } from "./decode.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { type NamedComparison, printReport, translationLines } from "./evaluation-report.ts";
import { loadRunData, type RunData } from "./run-data.ts";

export { printEvaluation } from "./evaluation-report.ts";

interface EvaluateFlags extends OutputOptions, BeamFlags {
  readonly run: string;
  readonly test?: string;
  readonly against?: string;
  readonly examples: string;
  /** File of the translations. */
  readonly output?: string;
}

/** Adds the verb `evaluate`. */
export function addEvaluateCommand(program: Command): void {
  const command = program
    .command("evaluate")
    .description("score a run on its held-out phrases, beside the nearest source and a copy");
  addRunOption(command, "translate")
    .option("--test <file>", "score on this file instead: source, tab, references; .tmx, .po, .mo")
    .option("--against <folder>", "tell whether the run is better than the run in this folder")
    .option("--examples <number>", "worst, best and ordinary translations to show", "5")
    .option("--output <file>", "write all translations as JSON lines");
  addOutputOptions(addBeamOptions(command, TRANSLATE_DEFAULTS)).action((flags: EvaluateFlags) =>
    untilInterrupted((signal) => evaluateRun(flags, signal)),
  );
}

async function evaluateRun(flags: EvaluateFlags, signal: AbortSignal): Promise<void> {
  const options = { ...beamSettingsOf(flags), signal };
  const examples = wholeNumber("--examples", flags.examples, 0);
  const output = new Output(flags);
  await output.noticeEngine();
  const loaded: Translator[] = [];
  try {
    const translator = await Translator.load(flags.run);
    loaded.push(translator);
    await evaluateLoaded(translator, { flags, options, examples, output, loaded });
  } finally {
    for (const translator of loaded) translator.dispose();
  }
}

async function evaluateLoaded(
  translator: Translator,
  work: {
    readonly flags: EvaluateFlags;
    readonly options: TranslateOptions;
    readonly examples: number;
    readonly output: Output;
    /** Gets the run to compare with: the caller disposes of it. */
    readonly loaded: Translator[];
  },
): Promise<void> {
  const { flags, options, examples, output, loaded } = work;
  const { run, against, output: file } = flags;
  const baseline = against === undefined ? undefined : await Translator.load(against);
  if (baseline) loaded.push(baseline);
  if (baseline) checkLanguages({ run, against, configs: [translator.config, baseline.config] });

  const own = await loadRunData(translator.config, { run, onStep: (text) => output.notice(text) });
  const pairs = await testPairs(flags, own);
  const evaluation = await withCountProgress(
    { label: "translated", quiet: output.isQuiet },
    (onProgress) =>
      evaluate(translator, { pairs, training: own.data.train, ...options, onProgress }),
  );
  const comparison =
    baseline && against !== undefined
      ? await compareWith(baseline, { against, own, evaluation, options, output })
      : undefined;
  printReport(output, evaluation, { run, examples, comparison });
  if (file !== undefined) await writeFile(file, translationLines(evaluation));
}

/** @throws {Error} If the runs translate other languages. */
function checkLanguages({
  run,
  against,
  configs,
}: {
  readonly run: string;
  readonly against: string | undefined;
  readonly configs: readonly [RunConfig, RunConfig];
}): void {
  const [own, other] = configs.map(
    ({ data }) => `${data.sourceLanguage} to ${data.targetLanguage}`,
  );
  if (own === other) return;
  throw new Error(
    `Cannot compare ${run} with ${against}: both must translate the same languages, got ${own} and ${other}`,
  );
}

function testPairs({ test }: EvaluateFlags, { config, data }: RunData): Promise<readonly Pair[]> {
  return test === undefined ? Promise.resolve(data.test) : loadTestPairs(test, config.data);
}

async function compareWith(
  translator: Translator,
  work: {
    readonly against: string;
    readonly own: RunData;
    readonly evaluation: Evaluation;
    readonly options: TranslateOptions;
    readonly output: Output;
  },
): Promise<NamedComparison> {
  const { against, own, evaluation, options, output } = work;
  const other = await loadRunData(translator.config, {
    run: against,
    loaded: own,
    onStep: (text) => output.notice(text),
  });
  const comparison = await withCountProgress(
    { label: "translated", quiet: output.isQuiet },
    (onProgress) =>
      compareRuns(translator, {
        examples: evaluation.examples,
        data: [own.data, other.data],
        ...options,
        onProgress,
      }),
  );
  return { against, ...comparison };
}
