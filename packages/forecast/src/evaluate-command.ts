/** The verb `evaluate`. */
import {
  addOutputOptions,
  addRunOption,
  type Command,
  countProgress,
  Output,
  type OutputOptions,
  UsageError,
  untilInterrupted,
  wholeNumber,
} from "@encdec/core/command-line";
import { backtest } from "./backtest.ts";
import type { ForecastData, PartedData } from "./data.ts";
import { Forecaster } from "./decode.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { printReport, reportSections } from "./evaluation-report.ts";
import { plotKind, writePlots } from "./plot.ts";
import { loadRunData, loadTestRows } from "./run-data.ts";
import { windowPlots } from "./window-plots.ts";

interface EvaluateFlags extends OutputOptions {
  readonly run: string;
  readonly test?: string;
  readonly backtest?: boolean;
  readonly refit?: boolean;
  readonly stride?: string;
  readonly plot?: string;
}

/** Adds the verb `evaluate`. */
export function addEvaluateCommand(program: Command): void {
  const command = program
    .command("evaluate")
    .description("score a run on its test rows, beside the honest baselines");
  addRunOption(command, "forecast")
    .option("--test <file>", "score on all rows of this CSV instead: it has the run's columns")
    .option("--backtest", "roll the origin over the test rows, each row forecast once")
    .option("--stride <number>", "rows from one window to the next (default: 1; backtest: horizon)")
    .option("--refit", "with --backtest: train anew at every origin, on all rows before it")
    .option("--plot <file>", "draw forecasts of the test rows and their truth: .svg or .html");
  addOutputOptions(command).action((flags: EvaluateFlags) =>
    untilInterrupted((signal) => evaluateRun(flags, signal)),
  );
}

async function evaluateRun(flags: EvaluateFlags, signal: AbortSignal): Promise<void> {
  const { run, test, refit = false } = flags;
  if (refit && !flags.backtest) {
    throw new UsageError("Cannot use --refit: it belongs to --backtest, got no --backtest");
  }
  if (refit && test !== undefined) {
    throw new UsageError(
      `Cannot use --refit: it learns from the run's own rows, got --test ${test}`,
    );
  }
  const stride = flags.stride === undefined ? undefined : wholeNumber("--stride", flags.stride, 1);
  if (flags.plot !== undefined) plotKind(flags.plot);
  const output = new Output(flags);
  await output.noticeEngine();
  const forecaster = await Forecaster.load(run);
  try {
    const data = await loadRunData(forecaster.config, { run });
    const tested =
      test === undefined ? undefined : await loadTestRows(forecaster, { file: test, data });
    for (const notice of tested?.notices ?? []) output.notice(notice);
    const found = await score(forecaster, { data, tested, stride, flags, output, signal });
    const settings = { stride: stride ?? forecaster.config.window.horizon, refit };
    printReport(output, found, { run, test, ...(flags.backtest && { backtest: settings }) });
    if (flags.plot !== undefined) {
      const title = `Evaluation of ${run}`;
      const sections = reportSections(found);
      await writePlots(flags.plot, windowPlots(forecaster, tested ?? data), { title, sections });
    }
  } finally {
    forecaster.dispose();
  }
}

async function score(
  forecaster: Forecaster,
  options: {
    readonly data: ForecastData;
    readonly tested: PartedData | undefined;
    readonly stride: number | undefined;
    readonly flags: EvaluateFlags;
    readonly output: Output;
    readonly signal: AbortSignal;
  },
): Promise<Evaluation> {
  const { data, tested, stride, flags, output, signal } = options;
  const onNotice = (text: string): void => output.notice(text);
  if (!flags.backtest) return evaluate(forecaster, { data, tested, stride, onNotice });
  const progress = countProgress({ label: "forecast", quiet: output.isQuiet });
  return backtest(forecaster, {
    ...{ data, tested, stride, refit: flags.refit, onNotice, signal },
    onProgress: progress.update,
  }).finally(progress.stop);
}
