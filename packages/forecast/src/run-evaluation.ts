/** What is kept about a forecaster, to be shown beside other runs. */
import {
  meanStatistics,
  pairedBootstrap,
  type TrainingReport,
  trainingTime,
  type WindowValues,
} from "@encdec/core";
import { architectureText, countText } from "@encdec/core/command-line";
import {
  type ForecastPicture,
  headlineOf,
  type MeanSegment,
  type Measure,
  type RunEvaluation,
} from "@encdec/core/persistence";
import { type BaselineSystem, baselineSystems } from "./baseline-systems.ts";
import { RUNS, type RunConfig } from "./config.ts";
import type { ForecastData } from "./data.ts";
import { Forecaster } from "./decode.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { loadRunData } from "./run-data.ts";
import { scoredWindows } from "./scored-windows.ts";
import { blocksOf, type TestWindow, testWindows } from "./test-windows.ts";
import { windowPlots } from "./window-plots.ts";

const MASE = "MASE";

const MEASURES: readonly [Measure, ...Measure[]] = [
  { name: MASE, direction: "lowest" },
  { name: "MAE", direction: "lowest" },
  { name: "RMSE", direction: "lowest" },
];

/**
 * Scores the run in a folder on its test rows.
 *
 * @throws {Error} If the run cannot be loaded, or its data is not what it was trained on.
 */
export async function scoreRun(run: string): Promise<RunEvaluation> {
  const forecaster = await Forecaster.load(run);
  try {
    const data = await loadRunData(forecaster.config, { run });
    return runEvaluation(forecaster, { data, evaluation: evaluate(forecaster, { data }) });
  } finally {
    forecaster.dispose();
  }
}

/** What is kept about a forecaster: its scores, its errors by window, and forecasts of test rows. */
export function runEvaluation(
  forecaster: Forecaster,
  found: {
    readonly data: ForecastData;
    readonly evaluation: Evaluation;
    /** Of the training. @default none: how long it took is not known */
    readonly reports?: readonly TrainingReport[];
  },
): RunEvaluation {
  const { data, evaluation, reports = [] } = found;
  const { config, model } = forecaster;
  const scoring = scoredWindows(forecaster, { data });
  const windowsOf = (forecasts: WindowValues): TestWindow[] =>
    testWindows(forecasts, { data, scoring });
  const blocks = (windows: readonly TestWindow[]): MeanSegment[] =>
    blocksOf(windows, config.window.horizon);
  const windows = windowsOf(forecaster.forecastWindows(scoring.set).middle);
  const systems = systemsOf(evaluation);
  const segments = blocks(windows);
  const best = headlineOf({ measures: MEASURES, systems }).baseline.name;
  const baseline = forecastsOf(best, baselineSystems(forecaster, { data, scoring }));
  return {
    task: RUNS.task,
    architecture: architectureOf(config),
    parameters: model.parameters.count,
    data: dataOf(forecaster, data, evaluation),
    unit: "values",
    training: trainingTime(reports),
    measures: MEASURES,
    systems,
    pValue: chanceOf(blocks(windowsOf(baseline)), segments),
    segments: { kind: "means", items: segments },
    attention: [],
    forecasts: picturesOf(forecaster, data, windows),
    grids: [],
  };
}

function architectureOf({ model, distribution }: RunConfig): string {
  return architectureText({
    ...model,
    kind: model.kind === "encoderDecoder" ? "encoder-decoder" : "repeat vector",
    more: [distribution.kind === "point" ? "point forecasts" : `${distribution.kind} forecasts`],
  });
}

function dataOf(
  forecaster: Forecaster,
  data: ForecastData,
  { windows, horizon, targets }: Evaluation,
): RunEvaluation["data"] {
  const { count } = forecaster.windowSet(data, "train", forecaster.config.window.stride).windows;
  return {
    size: `${countText(count)} windows to train, ${countText(windows)} held out`,
    description: `${data.origin.description}: ${horizon} steps of ${targets.join(", ")}`,
    licence: data.origin.licence,
  };
}

function systemsOf({ systems }: Evaluation): RunEvaluation["systems"] {
  const found = systems.map(({ name, scores }) => ({
    name,
    scores: {
      MASE: { score: scores.mase.overall },
      MAE: { score: scores.mae.overall },
      RMSE: { score: scores.rmse.overall },
    },
  }));
  const [model, ...baselines] = found;
  if (model === undefined)
    throw new Error("Cannot compare systems: there must be a model, got none");
  return [model, ...baselines];
}

function forecastsOf(name: string, systems: Iterable<BaselineSystem>): WindowValues {
  for (const system of systems) if (system.name === name) return system.forecasts;
  throw new Error(`Cannot compare systems: ${name} must be a baseline, got none of its name`);
}

/** How likely the difference of two systems is by chance; nothing where it cannot be told. */
function chanceOf(
  baseline: readonly MeanSegment[],
  model: readonly MeanSegment[],
): number | undefined {
  if (model.length < 2) return undefined;
  return pairedBootstrap(meanStatistics(MASE, baseline), meanStatistics(MASE, model)).pValue;
}

/** The best, the median and the worst of the windows, by their mean scaled error. */
function picturesOf(
  forecaster: Forecaster,
  data: ForecastData,
  windows: readonly TestWindow[],
): ForecastPicture[] {
  const ranked = windows.toSorted((a, b) => meanOf(a) - meanOf(b));
  const named = {
    best: ranked[0],
    median: ranked[Math.floor((ranked.length - 1) / 2)],
    worst: ranked.at(-1),
  };
  const chosen = Object.entries(named).flatMap(([name, window]) =>
    window === undefined ? [] : [{ name, window }],
  );
  const origins = chosen.map(({ window }) => window);
  return windowPlots(forecaster, data, origins).map((plot, index) => {
    const { name, window } = chosen[index] as (typeof chosen)[number];
    return {
      ...plot,
      title: `${name} test window: ${plot.title}`,
      error: meanOf(window),
      times: plot.times.map((time) => time.toISOString()),
    };
  });
}

function meanOf({ errors }: TestWindow): number {
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}
