/** The report of all tasks: one page. */
import { type HtmlSection, type HtmlTable, htmlPage } from "@encdec/core/charts";
import { isScored, type TaskResult } from "./compare-tasks.ts";
import { COLUMNS, tableRows } from "./comparison-table.ts";
import { drawn, runSections } from "./run-sections.ts";
import { scoreChart } from "./score-chart.ts";

/** What the page is about. */
export interface ComparisonReportOptions {
  readonly title: string;
  /** The command that makes the page again. */
  readonly command: string;
}

/**
 * One self-contained page: the table, the scores, and each run with its learning curves, examples, attention and forecasts.
 *
 * Texts from data are shown, never interpreted.
 */
export async function comparisonReport(
  results: readonly TaskResult[],
  { title, command }: ComparisonReportOptions,
): Promise<string> {
  const scored = results.filter(isScored);
  const sections: HtmlSection[] = [
    {
      heading: "All tasks",
      text: NOTES,
      table: turned([COLUMNS, ...tableRows(results)]),
    },
  ];
  const scores = await drawn(scoreChart(scored));
  if (scores.length > 0)
    sections.push({ heading: "Scores beside the best baselines", svg: scores });
  for (const run of scored) sections.push(...(await runSections(run)));
  sections.push({ heading: "How this page was made", pre: command });
  return htmlPage({ title, sections });
}

const NOTES =
  "Scores are of held-out examples that no model was trained on. In brackets: 95 % bootstrap intervals. Verdicts: a paired bootstrap test at the level of 0.05, of forecasts over blocks of as many windows as one has steps.";

/** A column a task: cells are as wide as they need to be. */
function turned(rows: readonly (readonly string[])[]): HtmlTable {
  const [head = [], ...others] = COLUMNS.map((_, column) => rows.map((row) => row[column] ?? ""));
  return { head, rows: others };
}
