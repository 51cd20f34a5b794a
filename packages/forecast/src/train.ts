/** Trains a forecaster and writes its run folder. */
import { join } from "node:path";
import { loadEngine, Random, type TrainResult } from "@encdec/core";
import {
  type AppTrainOptions,
  type AppTrainResult,
  beginRun,
  checkRunFolder,
  fitRun,
  type TrainingSettingsOptions,
  trainOptionsOf,
} from "@encdec/core/command-line";
import { finishRun, RUN_FILES, saveRunEvaluation, writeFile } from "@encdec/core/persistence";
import { type ForecastConfig, RUNS, VERSION } from "./config.ts";
import { type ForecastData, loadData } from "./data.ts";
import { dataOptionsOf } from "./data-settings.ts";
import { Forecaster, type WindowSet } from "./decode.ts";
import { SeriesEncoder } from "./encode.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { buildModel } from "./model.ts";
import { modelCard } from "./model-card.ts";
import { startWithRidge } from "./ridge-start.ts";
import { runEvaluation } from "./run-evaluation.ts";
import { originsOf, windowBatches } from "./window-batches.ts";

/** What validation measures, in scaled units: the mean loss of a value, and its absolute error. */
const METRICS = [
  { name: "loss", direction: "lowest" },
  { name: "mae", direction: "lowest" },
] as const;

/** Options of {@link trainForecaster}. */
export interface TrainForecasterOptions extends AppTrainOptions<ForecastConfig> {
  /** Scores the forecaster on the test rows at the end. @default true */
  readonly evaluates?: boolean | undefined;
}

/** Result of {@link trainForecaster}. */
export interface TrainedForecaster extends AppTrainResult<Evaluation> {
  readonly forecaster: Forecaster;
}

/**
 * Trains a forecaster; the best weights, the scalers, the calibration and a model card end up in the run folder.
 *
 * @throws {Error} If the data cannot be used, the folder holds a run and neither `overwrite` nor `resume` is set, or the run to
 *   resume is of other data or settings.
 */
export async function trainForecaster(options: TrainForecasterOptions): Promise<TrainedForecaster> {
  const { config, run, evaluates = true, onNotice = () => {} } = options;
  await checkRunFolder(options);
  await loadEngine();
  const data = await loadData(dataOptionsOf(config.data));
  for (const notice of data.notices) onNotice(notice);
  const encoder = SeriesEncoder.fit(config, data);
  const random = Random.fromSeed(config.seed);
  const model = buildModel(config, encoder.sizes, random.fork("weights"));
  try {
    const windowsIn = (part: "train" | "validation" | "test"): number => {
      const ranges = data.series.map(({ split }) => split[part]);
      return encoder.windows(ranges, config.window.stride).count;
    };
    // Before the folder is touched: what does not fit together leaves nothing behind.
    const epochBatches = Math.ceil(windowsIn("train") / config.training.batchSize);
    windowsIn("validation");
    if (evaluates) windowsIn("test");
    const settings = trainOptionsOf(config.training, { metrics: METRICS, epochBatches });
    const runConfig = await beginRun(options, {
      ...RUNS,
      settings: config,
      dataFingerprint: data.fingerprint,
      files: encoder.files(),
      version: VERSION,
    });
    const forecaster = new Forecaster(runConfig, encoder, model);
    const { stopped, steps, reports } = await fit(forecaster, data, { ...options, settings });
    if (stopped === "interrupted") return { forecaster, stopped, steps, reports };
    forecaster.calibrate(forecaster.windowSet(data, "validation", config.window.stride));
    if (forecaster.calibration) {
      const factors = `${JSON.stringify(forecaster.calibration)}\n`;
      await writeFile(join(run, RUN_FILES.calibration), factors);
    }
    if (!evaluates) return { forecaster, stopped, steps, reports };
    const evaluation = evaluate(forecaster, { data, onNotice });
    await saveRunEvaluation(run, runEvaluation(forecaster, { data, evaluation, reports }));
    await finishRun(run, modelCard({ config: runConfig, data, reports, evaluation, run }));
    return { forecaster, stopped, steps, reports, evaluation };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Trains the model in place and leaves it with its best weights, which are also on disk. */
function fit(
  forecaster: Forecaster,
  data: ForecastData,
  options: TrainForecasterOptions & { readonly settings: TrainingSettingsOptions },
): Promise<TrainResult> {
  const { config, settings, onNotice = () => {} } = options;
  const { batchSize } = config.training;
  const { stride } = config.window;
  const training = forecaster.windowSet(data, "train", stride);
  const validation = forecaster.windowSet(data, "validation", stride);
  const { count } = training.windows;
  onNotice(describeTraining(forecaster, training, validation));
  if (config.model.linearWeights !== "learned") {
    const start = performance.now();
    const weights = startWithRidge(forecaster, data, training.encoded);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    onNotice(
      `linear path: ridge regression of ${weights.toLocaleString("en")} weights, fitted in ${seconds} s`,
    );
  }
  const random = Random.fromSeed(config.seed);
  const { encoded, windows } = training;
  return fitRun<Uint32Array>(options, {
    settings,
    parameters: forecaster.model.trained,
    batches: ({ epoch }) =>
      windowBatches(count, { batchSize, random: random.fork(`order ${epoch}`) }),
    loss: (batch, { seeds, precision }) =>
      forecaster.loss(encoded, originsOf(windows, batch), { seeds, precision }),
    layerOutputs: (batch) => forecaster.layerOutputs(encoded, originsOf(windows, batch)),
    tokenCount: (batch) => knownTargets(forecaster, training, batch),
    validate: () => ({ ...forecaster.errors(validation) }),
  });
}

/** How many values of a batch the loss is a sum over. */
function knownTargets(
  { encoder, targets, config }: Forecaster,
  { encoded, windows }: WindowSet,
  batch: Uint32Array,
): number {
  if (config.data.missing !== "mask") return batch.length * windows.horizon * targets.length;
  const { weights } = encoder.fill(encoded, originsOf(windows, batch));
  return Math.max(
    1,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
}

function describeTraining(
  { model, targets }: Forecaster,
  training: WindowSet,
  validation: WindowSet,
): string {
  const count = (number: number): string => number.toLocaleString("en");
  return [
    `data: ${count(training.windows.count)} windows to train, ${count(validation.windows.count)} to validate`,
    `forecasts ${targets.join(", ")}`,
    `${count(model.parameters.count)} weights`,
  ].join("; ");
}
