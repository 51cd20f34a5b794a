/** The table of all tasks: for the terminal, for the page, and as values. */
import { countText, formatTable } from "@encdec/core/command-line";
import { headlineOf, type RunEvaluation } from "@encdec/core/persistence";
import { type FailedTask, isScored, type ScoredRun, type TaskResult } from "./compare-tasks.ts";
import { durationText, scoreText } from "./texts.ts";
import { verdictOf } from "./verdict.ts";

/** Heads of the columns. */
export const COLUMNS: readonly string[] = [
  "task",
  "architecture",
  "parameters",
  "data",
  "training",
  "speed",
  "score",
  "best baseline",
  "verdict",
];

/** A row a task, a text for each column. */
export function tableRows(results: readonly TaskResult[]): string[][] {
  return results.map((result) =>
    isScored(result)
      ? scoredRow(result)
      : [result.task, ...COLUMNS.slice(2).map(() => ""), failureText(result)],
  );
}

/**
 * The table in the terminal: a row a task, or a block a task where the rows are too long.
 *
 * @param width Characters of a line. @default rows of any length
 */
export function comparisonTable(
  results: readonly TaskResult[],
  width: number = Number.POSITIVE_INFINITY,
): string {
  const rows = tableRows(results);
  const table = formatTable(COLUMNS, rows);
  if (table.split("\n").every((line) => line.length <= width)) return table;
  return rows.map(blockOf).join("\n\n");
}

/** What `--json` shows of a task. */
export function resultValue(result: TaskResult): object {
  const { task, run } = result;
  if (!isScored(result)) return { task, run, problem: result.problem };
  const { evaluation } = result;
  const { measure, model, baseline } = headlineOf(evaluation);
  return {
    task,
    run,
    architecture: evaluation.architecture,
    parameters: evaluation.parameters,
    data: evaluation.data,
    trainingSeconds: evaluation.training?.seconds,
    [`${evaluation.unit}PerSecond`]: evaluation.training?.perSecond,
    measure,
    score: model,
    baseline,
    pValue: evaluation.pValue,
    verdict: verdictOf(evaluation),
  };
}

/** "1,234 tokens/s", or nothing. */
export function speedText({ training, unit }: RunEvaluation): string {
  return training === undefined ? "" : `${countText(Math.round(training.perSecond))} ${unit}/s`;
}

/** "3 min 2 s", or nothing. */
export function trainingTimeText({ training }: RunEvaluation): string {
  return training === undefined ? "" : durationText(training.seconds);
}

function scoredRow({ task, evaluation }: ScoredRun): string[] {
  const { measure, model, baseline } = headlineOf(evaluation);
  const less = measure.direction === "lowest" ? " (less is better)" : "";
  return [
    task,
    evaluation.architecture,
    countText(evaluation.parameters),
    evaluation.data.size,
    trainingTimeText(evaluation),
    speedText(evaluation),
    `${measure.name} ${scoreText(model, measure)}${less}`,
    `${baseline.name} ${scoreText(baseline.score, measure)}`,
    verdictOf(evaluation),
  ];
}

function failureText({ problem, isInterrupted }: FailedTask): string {
  return isInterrupted ? problem : `failed: ${problem}`;
}

function blockOf(row: readonly string[]): string {
  const [task = "", ...cells] = row;
  const wide = Math.max(...COLUMNS.map((name) => name.length));
  const lines = cells.flatMap((cell, column) =>
    cell === "" ? [] : [`  ${(COLUMNS[column + 1] ?? "").padEnd(wide)}  ${cell}`],
  );
  return [task, ...lines].join("\n");
}
