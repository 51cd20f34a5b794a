/** The report of runs side by side: one page. */
import { type HtmlSection, htmlPage } from "@encdec/core/charts";
import type { ComparedRuns } from "./compare-runs.ts";
import type { ComparisonReportOptions } from "./comparison-report.ts";
import { curvesOfRuns } from "./learning-curves.ts";
import { drawn, runSections } from "./run-sections.ts";
import { runSentences, runsTable } from "./runs-table.ts";
import { runChart } from "./score-chart.ts";

/** A page with a table, scores and learning curves of the runs of each task, and each run by itself. */
export async function runsReport(
  comparisons: readonly ComparedRuns[],
  { title, command }: ComparisonReportOptions,
): Promise<string> {
  const sections: HtmlSection[] = [];
  for (const runs of comparisons) {
    const curves = curvesOfRuns(runs);
    const [{ task }] = runs;
    sections.push({
      heading: `${task}: runs side by side`,
      text: runSentences(runs)
        .map((sentence) => `${sentence}.`)
        .join("\n\n"),
      svg: await drawn([runChart(runs), ...curves]),
      table: runsTable(runs),
    });
  }
  for (const run of comparisons.flat()) {
    for (const section of await runSections(run)) {
      sections.push({ ...section, heading: `${run.run}, ${section.heading}` });
    }
  }
  sections.push({ heading: "How this page was made", pre: command });
  return htmlPage({ title, sections });
}
