/** The verb `evaluate`. */
import {
  addOutputOptions,
  addRunOption,
  type Command,
  Output,
  type OutputOptions,
  untilInterrupted,
  wholeNumber,
  withCountProgress,
} from "@encdec/core/command-line";
import { checkSameData, writeFile } from "@encdec/core/persistence";
import { loadData, loadTestExamples } from "./data.ts";
import { Summarizer } from "./decode.ts";
import { evaluate } from "./evaluate.ts";
import { printReport, summaryLines } from "./evaluation-report.ts";
import { addSearchFlags, type SearchFlags, searchOptionsOf } from "./search-flags.ts";

interface EvaluateFlags extends OutputOptions, SearchFlags {
  readonly run: string;
  readonly test?: string;
  readonly examples: string;
  /** File of the summaries. */
  readonly output?: string;
}

/** Adds the verb `evaluate`. */
export function addEvaluateCommand(program: Command): void {
  const command = program
    .command("evaluate")
    .description("score a run on its held-out documents, beside all baselines");
  addRunOption(command, "summarize")
    .option("--test <file>", "score on this file instead: JSON lines, .csv or .tsv")
    .option("--examples <number>", "worst, best and ordinary summaries to show", "5")
    .option("--output <file>", "write all summaries as JSON lines");
  addOutputOptions(addSearchFlags(command)).action((flags: EvaluateFlags) =>
    untilInterrupted((signal) => evaluateRun(flags, signal)),
  );
}

async function evaluateRun(flags: EvaluateFlags, signal: AbortSignal): Promise<void> {
  const { run, test, output: file } = flags;
  const options = { ...searchOptionsOf(flags), signal };
  const shown = wholeNumber("--examples", flags.examples, 0);
  const output = new Output(flags);
  await output.noticeEngine();
  const summarizer = await Summarizer.load(run);
  try {
    const { config } = summarizer;
    const data = await loadData(config, (text) => output.notice(text));
    const { fingerprint } = data;
    checkSameData(config, { run, fingerprint, heldOut: "held-out documents" });
    const examples = test === undefined ? data.test : await loadTestExamples(test, config.data);
    const evaluation = await withCountProgress(
      { label: "summarized", quiet: output.isQuiet },
      (onProgress) =>
        evaluate(summarizer, { ...options, examples, training: data.train, onProgress }),
    );
    printReport(output, evaluation, { run, examples: shown });
    if (file !== undefined) await writeFile(file, summaryLines(evaluation));
  } finally {
    summarizer.dispose();
  }
}
