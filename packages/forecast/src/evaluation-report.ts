/** Evaluations as text and as the value that `--json` prints. */

import type { HtmlSection } from "@encdec/core/charts";
import { formatTable, type Output } from "@encdec/core/command-line";
import type { Evaluation } from "./evaluate.ts";
import { type Cells, stepRows, systemRows, variableRows } from "./score-rows.ts";

/** How the origin was rolled. */
interface Backtest {
  /** Rows from one origin to the next. */
  readonly stride: number;
  readonly refit: boolean;
}

/** Prints what training ends with: scores, who forecasts best, what to try next. */
export function printEvaluation(output: Output, evaluation: Evaluation, run: string): void {
  const text = ["", table(systemRows(evaluation)), "", sentence(evaluation)].join("\n");
  output.result(text, { run, ...evaluation });
  output.notice(
    [
      "",
      "Try next:",
      `  npm run forecast -- forecast --run ${run} --plot forecast.html`,
      `  npm run forecast -- evaluate --run ${run}   # by step and by variable`,
      `  npm run forecast -- evaluate --run ${run} --backtest --refit   # learnt anew at every origin`,
      `  npm run forecast -- train --distribution.kind quantiles --run runs/quantiles`,
    ].join("\n"),
  );
}

/** Prints what the verb `evaluate` found. */
export function printReport(
  output: Output,
  evaluation: Evaluation,
  options: {
    readonly run: string;
    readonly test?: string | undefined;
    readonly backtest?: Backtest | undefined;
  },
): void {
  const text = [
    table(systemRows(evaluation)),
    table(stepRows(evaluation)),
    table(variableRows(evaluation)),
    [...backtestNote(options.backtest), notes(evaluation)].join("\n"),
    sentence(evaluation),
  ].join("\n\n");
  const { run, test, backtest } = options;
  const where = { run, ...(test !== undefined && { test }) };
  output.result(text, { ...where, ...evaluation, ...(backtest && { backtest }) });
}

/** The tables as parts of a page. */
export function reportSections(evaluation: Evaluation): HtmlSection[] {
  const parts = { Systems: systemRows, Steps: stepRows, Variables: variableRows };
  return Object.entries(parts).map(([heading, rowsOf], index) => ({
    heading,
    ...(index === 0 && { text: `${sentence(evaluation)}\n\n${notes(evaluation)}` }),
    table: rowsOf(evaluation),
  }));
}

function table({ head, rows }: Cells): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const aligned = (cells: readonly string[]): string[] =>
    cells.map((cell, column) => (column === 0 ? cell : cell.padStart(widths[column] ?? 0)));
  return formatTable(
    aligned(head),
    rows.map((row) => aligned(row)),
  );
}

function sentence({ verdict }: Evaluation): string {
  return `${verdict}.`;
}

function backtestNote(backtest: Backtest | undefined): string[] {
  if (!backtest) return [];
  const { stride, refit } = backtest;
  const how = refit
    ? "the model learnt anew at each from all rows before it"
    : "the model as it was trained";
  return [`backtest: an origin every ${stride} rows, ${how}`];
}

function notes({ windows, leftOut, seasonLength, horizon }: Evaluation): string {
  return [
    `${windows} test windows of ${horizon} steps${leftOut > 0 ? `, ${leftOut} left out with missing values` : ""}`,
    "MAE, RMSE: in the data's unit, the mean over the variables; sMAPE: 0 to 200",
    `MASE: MAE as a share of the error of the value ${seasonLength} rows before, on the training rows`,
    "(std): of values standardised on the training rows",
  ].join("\n");
}
