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
  const { run, against, output: file } = flags;
  const options = { ...beamSettingsOf(flags), signal };
  const examples = wholeNumber("--examples", flags.examples, 0);
  const output = new Output(flags);
  await output.noticeEngine();
  const translator = await Translator.load(run);
  const baseline = against === undefined ? undefined : await loadBaseline(against, translator, run);

  const own = await loadRunData(translator.config, { run, onStep: (text) => output.notice(text) });
  const pairs = await testPairs(flags, own);
  const evaluation = await withCountProgress(
    { label: "translated", quiet: output.isQuiet },
    (onProgress) =>
      evaluate(translator, { pairs, training: own.data.train, ...options, onProgress }),
  );
  translator.dispose();
  const comparison =
    baseline && (await compareWith(baseline, { own, evaluation, options, output }));
  printReport(output, evaluation, { run, examples, comparison });
  if (file !== undefined) await writeFile(file, translationLines(evaluation));
}

/** The run to compare with. */
interface Baseline {
  readonly against: string;
  readonly translator: Translator;
}

async function loadBaseline(
  against: string,
  { config }: Translator,
  run: string,
): Promise<Baseline> {
  const translator = await Translator.load(against);
  const languages = ({ data }: RunConfig): string =>
    `${data.sourceLanguage} to ${data.targetLanguage}`;
  if (languages(translator.config) !== languages(config)) {
    throw new Error(
      `Cannot compare ${run} with ${against}: both must translate the same languages, got ${languages(config)} and ${languages(translator.config)}`,
    );
  }
  return { against, translator };
}

function testPairs({ test }: EvaluateFlags, { config, data }: RunData): Promise<readonly Pair[]> {
  return test === undefined ? Promise.resolve(data.test) : loadTestPairs(test, config.data);
}

async function compareWith(
  { against, translator }: Baseline,
  work: {
    readonly own: RunData;
    readonly evaluation: Evaluation;
    readonly options: TranslateOptions;
    readonly output: Output;
  },
): Promise<NamedComparison> {
  const { own, evaluation, options, output } = work;
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
  translator.dispose();
  return { against, ...comparison };
}
