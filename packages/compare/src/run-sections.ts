/** What the report says about one run. */
import {
  attentionHeatMap,
  type Chart,
  forecastChart,
  type HtmlSection,
  type HtmlTable,
  heatMap,
  renderSvg,
} from "@encdec/core/charts";
import { countText } from "@encdec/core/command-line";
import type { ForecastPicture, RunEvaluation, ScoreGrid } from "@encdec/core/persistence";
import type { ScoredRun } from "./compare-tasks.ts";
import { speedText, trainingTimeText } from "./comparison-table.ts";
import { learningCurves } from "./learning-curves.ts";
import { scoreText } from "./texts.ts";
import { verdictSentence } from "./verdict.ts";

/** Scores and learning curves, examples, attention, forecasts, scores by difficulty: as far as the task has them. */
export async function runSections(scored: ScoredRun): Promise<HtmlSection[]> {
  const { task, evaluation, curve } = scored;
  const { examples, attention, forecasts, grids } = evaluation;
  return [
    {
      heading: task,
      text: summaryOf(scored),
      svg: await drawn(learningCurves(task, curve)),
      table: scoreTable(evaluation),
    },
    ...(examples === undefined
      ? []
      : [{ heading: `${task}: examples, right and wrong`, table: examples }]),
    ...(await picturesOf({
      heading: `${task}: accuracy by ${grids[0]?.columnTitle} and ${grids[0]?.rowTitle}`,
      text: "Percent of the held-out examples of each difficulty.",
      charts: grids.map(gridChart),
    })),
    ...(await picturesOf({
      heading: `${task}: forecasts of held-out rows`,
      text: "What was, what was forecast and what came.",
      charts: forecasts.map(forecastPicture),
    })),
    ...(await picturesOf({
      heading: `${task}: attention`,
      text: "How much each token that was written looked at each token that was read.",
      charts: attention.map((weights) => attentionHeatMap(weights)),
    })),
  ];
}

/** Charts as SVG, one after the other. */
export async function drawn(charts: readonly Chart[]): Promise<string[]> {
  const pictures: string[] = [];
  for (const chart of charts) pictures.push(await renderSvg(chart));
  return pictures;
}

function summaryOf({ run, evaluation, curve }: ScoredRun): string {
  const { architecture, parameters, data } = evaluation;
  const epochs = curve.at(-1)?.epoch;
  const training = [
    ...(epochs === undefined ? [] : [`${epochs} epochs`]),
    ...[trainingTimeText(evaluation), speedText(evaluation)].filter((text) => text !== ""),
  ];
  return [
    verdictSentence(evaluation),
    `${architecture}; ${countText(parameters)} weights.\nData: ${data.description}; ${data.size}; licence: ${data.licence}.\nTraining: ${training.join(", ") || "not known"}; the run is in ${run}.`,
  ].join("\n\n");
}

function scoreTable({ measures, systems }: RunEvaluation): HtmlTable {
  const direction = { highest: "", lowest: " (less is better)" };
  return {
    head: [
      "system",
      ...measures.map((measure) => `${measure.name}${direction[measure.direction]}`),
    ],
    rows: systems.map(({ name, scores }) => [
      name,
      ...measures.map((measure) => {
        const score = scores[measure.name];
        return score === undefined ? "" : scoreText(score, measure);
      }),
    ]),
  };
}

async function picturesOf(options: {
  readonly heading: string;
  readonly text: string;
  readonly charts: readonly Chart[];
}): Promise<HtmlSection[]> {
  const { heading, text, charts } = options;
  return charts.length === 0 ? [] : [{ heading, text, svg: await drawn(charts) }];
}

function gridChart(grid: ScoreGrid): Chart {
  const { measure, rowTitle, columnTitle, rows, columns, values } = grid;
  const cells = rows.flatMap((row, index) =>
    columns.flatMap((column, place) => {
      const value = values[index]?.[place];
      return typeof value === "number"
        ? [`${columnTitle} ${column}, ${rowTitle} ${row}: ${value.toFixed(1)} %`]
        : [];
    }),
  );
  return heatMap({
    title: measure,
    description: `${measure} in percent. ${cells.join("; ")}.`,
    rows,
    columns,
    values,
    maximum: 100,
    rowTitle,
    columnTitle,
    valueLabels: true,
    describe: ({ row, column, value }) =>
      `${columnTitle} ${column}, ${rowTitle} ${row}: ${value.toFixed(1)} %`,
  });
}

function forecastPicture(picture: ForecastPicture): Chart {
  const { title, error, times, variables } = picture;
  const names = variables.map(({ name }) => name).join(", ");
  return forecastChart({
    ...picture,
    description: `${title}: history, forecast and truth of ${names}; mean scaled error ${error.toFixed(2)}.`,
    times: times.map((time) => new Date(time)),
  });
}
