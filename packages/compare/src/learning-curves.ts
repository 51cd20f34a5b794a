/** Learning curves of a run, and of several runs of one task. */
import { type Chart, type LineSeries, lineChart } from "@encdec/core/charts";
import type { CurvePoint } from "./read-curve.ts";

/** Where a curriculum is, not how good a model. */
const NO_SCORES: readonly string[] = ["stage", "stageAccuracy", "length", "nesting"];

/** How tables call a metric, where that is not its key. */
const NAMES: Readonly<Record<string, string>> = {
  bleu: "BLEU",
  chrf: "chrF",
  rougeL: "ROUGE-L",
  mae: "MAE",
  exactMatch: "exact match",
  accuracy: "character accuracy",
};

/** The losses of a run, and its other validation metrics, over the epochs. */
export function learningCurves(name: string, curve: readonly CurvePoint[]): Chart[] {
  const losses = [
    seriesOf("training", curve, ({ trainingLoss }) => trainingLoss),
    seriesOf("validation", curve, ({ validation }) => validation.loss),
  ];
  const metrics = metricsOf(curve).map((metric) =>
    seriesOf(NAMES[metric] ?? metric, curve, ({ validation }) => validation[metric]),
  );
  return [
    ...chartOf(`${name}: loss`, "loss", losses),
    ...chartOf(`${name}: validation metrics`, "validation", metrics),
  ];
}

/** The validation losses of several runs over the epochs. */
export function curvesOfRuns(
  runs: readonly { readonly run: string; readonly curve: readonly CurvePoint[] }[],
): Chart[] {
  const series = runs.map(({ run, curve }) =>
    seriesOf(run, curve, ({ validation }) => validation.loss),
  );
  return chartOf("validation loss", "validation loss", series);
}

function metricsOf(curve: readonly CurvePoint[]): string[] {
  const all = curve.flatMap(({ validation }) => Object.keys(validation));
  return [...new Set(all)].filter((name) => name !== "loss" && !NO_SCORES.includes(name));
}

function seriesOf(
  name: string,
  curve: readonly CurvePoint[],
  read: (point: CurvePoint) => number | undefined,
): LineSeries {
  // What is not finite is null in JSON.
  const points = curve.flatMap((point): [number, number][] => {
    const value = read(point);
    return typeof value === "number" ? [[point.epoch, value]] : [];
  });
  return { name, points };
}

function chartOf(title: string, yTitle: string, all: readonly LineSeries[]): Chart[] {
  const series = all.filter(({ points }) => points.length > 0);
  if (series.length === 0) return [];
  const words = series.map(({ name, points }) => {
    const [first, last] = [points[0]?.[1] ?? 0, points.at(-1)?.[1] ?? 0];
    return `${name} from ${figure(first)} to ${figure(last)}`;
  });
  const epochs = Math.max(...series.flatMap(({ points }) => points.map(([epoch]) => epoch)));
  const description = `${title} over ${epochs} epochs: ${words.join(", ")}.`;
  // One line has no legend.
  const name = series.length === 1 && series[0] ? series[0].name : yTitle;
  const axes = { xTitle: "epoch", yTitle: name, wholeX: true, height: 180 };
  return [lineChart({ title, description, series, ...axes })];
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}
