/** Trains a model to execute and writes its run folder. */
import {
  type EncoderDecoder,
  loadEngine,
  type PairBatch,
  pairTensors,
  Random,
  type TrainResult,
} from "@encdec/core";
import {
  type AppTrainOptions,
  type AppTrainResult,
  beginRun,
  checkRunFolder,
  fitRun,
  type TrainingSettingsOptions,
  trainOptionsOf,
} from "@encdec/core/command-line";
import { finishRun, saveRunEvaluation } from "@encdec/core/persistence";
import { type ExecuteConfig, RUNS } from "./config.ts";
import { curriculumState } from "./curriculum.ts";
import { Executor } from "./decode.ts";
import { CharacterEncoder, curriculumOptionsOf, epochBatches } from "./encode.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { buildModel } from "./model.ts";
import { modelCard } from "./model-card.ts";
import { VERSION } from "./presets.ts";
import { runEvaluation } from "./run-evaluation.ts";
import { METRICS, Validator } from "./validate.ts";

/** Options of {@link trainExecutor}. */
export type TrainExecutorOptions = AppTrainOptions<ExecuteConfig>;

/** Result of {@link trainExecutor}. */
export interface TrainedExecutor extends AppTrainResult<Evaluation> {
  readonly executor: Executor;
}

/**
 * Trains a model to execute; the best weights, the characters and a model card end up in the run folder.
 *
 * @throws {Error} If the folder holds a run and neither `overwrite` nor `resume` is set, or the run to resume is of other examples
 *   or settings.
 */
export async function trainExecutor(options: TrainExecutorOptions): Promise<TrainedExecutor> {
  const { config, run, onNotice = () => {} } = options;
  await checkRunFolder(options);
  await loadEngine();
  const encoder = new CharacterEncoder(config.data.scheme);
  const epochBatchCount = Math.ceil(config.data.epochExamples / config.training.batchSize);
  const settings = trainOptionsOf(config.training, {
    metrics: METRICS,
    epochBatches: epochBatchCount,
  });
  const runConfig = await beginRun(options, {
    ...RUNS,
    settings: config,
    dataFingerprint: fingerprintOf(config),
    files: encoder.files(),
    version: VERSION,
  });
  const weights = Random.fromSeed(config.seed).fork("weights");
  const model = buildModel(config.model, encoder.vocabulary.size, weights);
  const executor = new Executor(runConfig, encoder, model);
  try {
    onNotice(describeTraining(config, encoder, model));
    const { stopped, steps, reports } = await fit(executor, { ...options, settings });
    if (stopped === "interrupted") return { executor, stopped, steps, reports };
    const evaluation = await evaluate(executor);
    await saveRunEvaluation(run, await runEvaluation(executor, { evaluation, reports }));
    await finishRun(run, modelCard({ executor, reports, evaluation, run }));
    return { executor, stopped, steps, reports, evaluation };
  } catch (error) {
    executor.dispose();
    throw error;
  }
}

/** Trains the model in place and leaves it with its best weights, which are also on disk. */
function fit(
  executor: Executor,
  options: TrainExecutorOptions & { readonly settings: TrainingSettingsOptions },
): Promise<TrainResult> {
  const { encoder, model } = executor;
  const { config, settings } = options;
  const curriculum = curriculumOptionsOf(config);
  const validator = new Validator(executor, config);
  // Set anew at the start of every epoch, a resumed one, too: from the reports alone.
  let state = curriculumState([], curriculum);
  return fitRun<PairBatch>(options, {
    settings,
    parameters: model.parameters,
    batches: ({ epoch, reports }) => {
      const accuracies = reports.map(({ validation }) => validation.stageAccuracy ?? 0);
      state = curriculumState(accuracies, curriculum);
      return epochBatches(config, encoder, { epoch, state });
    },
    loss: (batch, lossOptions) => model.loss(pairTensors(batch), lossOptions),
    layerOutputs: (batch) => model.layerOutputs(pairTensors(batch)),
    tokenCount: ({ tokenCount }) => tokenCount,
    validate: () => validator.measure(state),
  });
}

function describeTraining(
  { data, curriculum }: ExecuteConfig,
  encoder: CharacterEncoder,
  model: EncoderDecoder,
): string {
  const { from, length, nesting, scheme, epochExamples } = data;
  const kind = from === "programs" ? `length ${length} and nesting ${nesting}` : `length ${length}`;
  return [
    `data: ${from} of ${kind}, read ${scheme}, ${epochExamples.toLocaleString("en")} new examples an epoch, curriculum ${curriculum.name}`,
    `${encoder.vocabulary.size} characters`,
    `${model.parameters.count.toLocaleString("en")} weights`,
  ].join("; ");
}
