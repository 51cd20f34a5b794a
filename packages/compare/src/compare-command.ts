/** The one verb: compares all tasks, runs of one task, or two folders of runs. */
import { join } from "node:path";
import {
  type Command,
  EXIT,
  Output,
  UsageError,
  untilInterrupted,
} from "@encdec/core/command-line";
import { writeFile } from "@encdec/core/persistence";
import {
  addCompareFlags,
  type CompareFlags,
  commandOf,
  commandText,
  compareConfigOf,
} from "./compare-flags.ts";
import { type ComparedRuns, compareFolders, compareRuns } from "./compare-runs.ts";
import { compareTasks, isScored, type TaskResult } from "./compare-tasks.ts";
import { comparisonReport } from "./comparison-report.ts";
import { comparisonTable, resultValue } from "./comparison-table.ts";
import { comparisonFolder, runsFolder } from "./config.ts";
import { runsReport } from "./runs-report.ts";
import { runsText, runsValue } from "./runs-table.ts";
import { type TaskProgressOptions, taskProgress } from "./task-progress.ts";

type Screen = TaskProgressOptions["stream"];

/** What a call works with. */
interface Call {
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Where progress is shown. */
  readonly screen: Screen;
}

/** Adds the verb `compare`, which is the default one. */
export function addCompareCommand(program: Command, screen: Screen): void {
  const command = program
    .command("compare [run...]", { isDefault: true })
    .description(
      "train and score all tasks in one table and one report; or compare finished runs of one task with the first of them",
    );
  addCompareFlags(command).action((runs: readonly string[], flags: CompareFlags) =>
    untilInterrupted((signal) => {
      const call = { output: new Output(flags), signal, screen };
      if (runs.length > 0 && flags.against !== undefined) {
        throw new UsageError(
          "Cannot run the command: --against compares folders and takes no runs, got both",
        );
      }
      const isTraining = runs.length === 0 && flags.against === undefined;
      return isTraining ? compareAll(flags, call) : compareStored(runs, flags, call);
    }),
  );
}

async function compareAll(flags: CompareFlags, call: Call): Promise<void> {
  const { output, signal, screen } = call;
  const config = compareConfigOf(flags);
  const { preset, runs } = config;
  const report = flags.report ?? join(comparisonFolder(runs), "report.html");
  const listener = taskProgress({ quiet: output.isQuiet, stream: screen });
  const results = await compareTasks({ ...config, signal, listener }).finally(listener.stop);
  const command = commandText(config);
  if (signal.aborted) {
    output.notice(`interrupted; what was learnt is saved, go on with\n  ${command}`);
    process.exitCode = EXIT.interrupted;
    return;
  }
  const title = `All tasks at preset ${preset}`;
  await writeFile(report, await comparisonReport(results, { title, command }));
  const tasks = results.map(resultValue);
  output.result(comparisonTable(results, output.columns), { preset, report, tasks });
  output.notice(`\n${report} shows learning curves, examples, attention and forecasts`);
  reportFailures(results, runs, output);
}

function reportFailures(results: readonly TaskResult[], runs: string, output: Output): void {
  const failed = results.filter((result) => !isScored(result)).map(({ task }) => task);
  if (failed.length === 0) return;
  const logs = join(comparisonFolder(runs), "logs");
  output.problem(`Cannot compare all tasks: ${failed.join(", ")} failed; ${logs} has their logs`);
}

async function compareStored(
  names: readonly string[],
  flags: CompareFlags,
  { output, signal }: Call,
): Promise<void> {
  const { against, preset } = flags;
  const runs = flags.runs ?? runsFolder(preset);
  const folder = comparisonFolder(runs);
  const onScoring = (run: string): void => output.notice(`scoring ${run}`);
  const options = { folder, signal, onScoring };
  const comparisons: readonly ComparedRuns[] =
    against === undefined
      ? [await compareRuns(names, options)]
      : await compareFolders({ baseline: against, system: runs }, options);
  const [file, title, words] =
    against === undefined
      ? ["runs.html", `${names.length} runs side by side`, names]
      : ["against.html", `${runs} against ${against}`, ["--runs", runs, "--against", against]];
  const report = flags.report ?? join(folder, file);
  await writeFile(report, await runsReport(comparisons, { title, command: commandOf(words) }));
  const values = comparisons.map(runsValue);
  output.result(comparisons.map(runsText).join("\n\n"), { report, comparisons: values });
  output.notice(`\n${report} shows them side by side`);
}
