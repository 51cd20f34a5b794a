/** A forecaster as the comparison sees it. */
import {
  dataOptionsOf,
  type Evaluation,
  evaluate,
  type ForecastData,
  Forecaster,
  loadData,
  presets,
  type RunConfig,
} from "@encdec/forecast";
import { architectureText } from "./architecture-text.ts";
import { forecastPictures } from "./forecast-pictures.ts";
import type { Measure, RunEvaluation } from "./run-evaluation.ts";
import { checkFingerprint, type Task } from "./task.ts";
import { blocksOf, testWindows } from "./test-windows.ts";
import { countText } from "./texts.ts";

/** The app `forecast`. */
export const forecastTask: Task = { presets, chosenByData: [], evaluate: evaluateRun };

const MEASURES: readonly [Measure, ...Measure[]] = [
  { name: "MASE", direction: "lowest" },
  { name: "MAE", direction: "lowest" },
  { name: "RMSE", direction: "lowest" },
];

async function evaluateRun(run: string): Promise<RunEvaluation> {
  const forecaster = await Forecaster.load(run);
  try {
    const { config } = forecaster;
    const data = await loadData(dataOptionsOf(config.data));
    checkFingerprint(run, config, data);
    const found = evaluate(forecaster, { data });
    const windows = testWindows(forecaster, data, found.seasonLength);
    return {
      task: "forecast",
      architecture: architectureOf(config),
      parameters: forecaster.model.parameters.count,
      data: dataOf(forecaster, data, found),
      unit: "values",
      measures: MEASURES,
      systems: systemsOf(found),
      segments: { kind: "means", items: blocksOf(windows, config.window.horizon) },
      attention: [],
      forecasts: forecastPictures(forecaster, data, windows),
      grids: [],
    };
  } finally {
    forecaster.dispose();
  }
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
