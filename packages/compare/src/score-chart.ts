/** The scores of models beside those of their best baselines. */
import { type Bar, barChart, type Chart } from "@encdec/core/charts";
import { headlineOf, type Score } from "@encdec/core/persistence";
import type { ScoredRun } from "./compare-tasks.ts";

/** Bars of all tasks whose measures go from 0 to 100; nothing where there is none. */
export function scoreChart(results: readonly ScoredRun[]): Chart[] {
  const bars = results.flatMap(({ task, evaluation }): Bar[] => {
    const { measure, model, baseline } = headlineOf(evaluation);
    if (measure.maximum !== 100) return [];
    const label = `${task}, ${measure.name}`;
    return [
      { label, group: "model", ...barOf(model, 1) },
      { label, group: "best baseline", ...barOf(baseline.score, 1) },
    ];
  });
  if (bars.length === 0) return [];
  const words = bars.map(({ label, group, value }) => `${label}, ${group}: ${value.toFixed(1)}`);
  return [
    barChart({
      description: `Scores from 0 to 100 of models and best baselines. ${words.join("; ")}.`,
      bars,
      valueTitle: "score, with 95 % intervals",
    }),
  ];
}

/** A bar for each run, in the measure that decides. */
export function runChart(runs: readonly ScoredRun[]): Chart {
  const scores = runs.map(({ run, evaluation }) => ({ run, ...headlineOf(evaluation) }));
  const name = scores[0]?.measure.name ?? "";
  const words = scores.map(({ run, model }) => `${run}: ${Number(model.score.toPrecision(4))}`);
  return barChart({
    description: `${name} of the runs. ${words.join("; ")}.`,
    bars: scores.map(({ run, model }) => ({ label: run, ...barOf(model) })),
    valueTitle: name,
  });
}

/** @param decimals Of what is shown. */
function barOf({ score, lower, upper }: Score, decimals = 3): Pick<Bar, "value" | "interval"> {
  const rounded = (value: number): number => Number(value.toFixed(decimals));
  return {
    value: rounded(score),
    ...(lower !== undefined &&
      upper !== undefined && { interval: [rounded(lower), rounded(upper)] }),
  };
}
