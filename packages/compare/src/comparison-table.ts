/** The table of all tasks: for the terminal, for the page, and as values. */
import { formatTable } from "@encdec/core/command-line";
import { type FailedTask, isScored, type ScoredRun, type TaskResult } from "./compare-tasks.ts";
import { headlineOf } from "./run-evaluation.ts";
import { countText, durationText, scoreText } from "./texts.ts";
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
  const { evaluation, record } = result;
  const { measure, model, baseline } = headlineOf(evaluation);
  return {
    task,
    run,
    architecture: evaluation.architecture,
    parameters: evaluation.parameters,
    data: evaluation.data,
    trainingSeconds: record.seconds,
    [`${evaluation.unit}PerSecond`]: record.perSecond,
    measure,
    score: model,
    baseline,
    pValue: evaluation.pValue,
    verdict: verdictOf(evaluation),
  };
}

/** "1,234 tokens/s", or nothing. */
export function speedText({ evaluation, record }: ScoredRun): string {
  const { perSecond } = record;
  return perSecond === undefined ? "" : `${countText(Math.round(perSecond))} ${evaluation.unit}/s`;
}

/** "3 min 2 s", or nothing. */
export function trainingTimeText({ record }: ScoredRun): string {
  return record.seconds === undefined ? "" : durationText(record.seconds);
}

function scoredRow(scored: ScoredRun): string[] {
  const { task, evaluation } = scored;
  const { measure, model, baseline } = headlineOf(evaluation);
  const less = measure.direction === "lowest" ? " (less is better)" : "";
  return [
    task,
    evaluation.architecture,
    countText(evaluation.parameters),
    evaluation.data.size,
    trainingTimeText(scored),
    speedText(scored),
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
