/** Runs side by side, as a table: the ablations of a task, or two folders. */
import { countText, formatTable } from "@encdec/core/command-line";
import { headlineOf } from "@encdec/core/persistence";
import type { ComparedRun, ComparedRuns } from "./compare-runs.ts";
import { trainingTimeText } from "./comparison-table.ts";
import { differenceText, scoreText } from "./texts.ts";
import { outcomeText, predicateOf } from "./verdict.ts";

/** A head and rows of texts. */
export interface Cells {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A row a run; the first is what the others are compared with. */
export function runsTable(runs: ComparedRuns): Cells {
  const [{ evaluation }] = runs;
  const { measure } = headlineOf(evaluation);
  const less = measure.direction === "lowest" ? " (less is better)" : "";
  return {
    head: [
      "run",
      "differs in",
      "parameters",
      "training",
      `${measure.name}${less}`,
      "difference",
      "p (bootstrap)",
    ],
    rows: runs.map((run) => [
      run.run,
      Object.entries(run.settings)
        .map(([path, value]) => `${path} ${value}`)
        .join(", "),
      countText(run.evaluation.parameters),
      trainingTimeText(run.evaluation),
      scoreText(headlineOf(run.evaluation).model, measure),
      run.difference === undefined ? "" : differenceText(run.difference.difference, measure),
      run.difference === undefined ? "" : run.difference.pValue.toFixed(3),
    ]),
  };
}

/** The table in the terminal, with a sentence for each run. */
export function runsText(runs: ComparedRuns): string {
  const { head, rows } = runsTable(runs);
  return [formatTable(head, rows), "", ...runSentences(runs)].join("\n");
}

/** Whether each run is better than the first. */
export function runSentences([first, ...others]: ComparedRuns): string[] {
  return others.map((run) => sentenceOf(first, run));
}

/** What `--json` shows of runs. */
export function runsValue(runs: ComparedRuns): object {
  return {
    task: runs[0].task,
    measure: headlineOf(runs[0].evaluation).measure,
    runs: runs.map(({ run, settings, evaluation, difference }) => ({
      run,
      settings: Object.fromEntries(
        Object.entries(settings).map(([path, value]) => [path, JSON.parse(value)]),
      ),
      parameters: evaluation.parameters,
      trainingSeconds: evaluation.training?.seconds,
      score: headlineOf(evaluation).model,
      difference,
    })),
  };
}

function sentenceOf(first: ComparedRun, { run, difference }: ComparedRun): string {
  if (difference === undefined) {
    return `${run} and ${first.run} cannot be compared: they share fewer than two held-out examples`;
  }
  const { outcome, pValue, segments } = difference;
  const of = first.evaluation.segments.kind === "means" ? "blocks of windows" : "examples";
  const words = outcomeText(outcome, { other: first.run, pValue });
  return `${run} ${predicateOf(words)}, on ${countText(segments)} ${of} that are held out from both`;
}
