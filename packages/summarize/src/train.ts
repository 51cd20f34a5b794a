/** Trains a summarizer and writes its run folder. */
import { loadEngine, meanLoss, Random, type StepGradients, type TrainResult } from "@encdec/core";
import {
  type AppTrainOptions,
  type AppTrainResult,
  beginRun,
  checkRunFolder,
  fitRun,
  type TrainingSettingsOptions,
  trainOptionsOf,
  UsageError,
} from "@encdec/core/command-line";
import { finishRun, saveRunEvaluation } from "@encdec/core/persistence";
import { type Batch, type BatchOptions, batchTensors, makeBatches } from "./batches.ts";
import { RUNS, type RunConfig, type SummarizeConfig, VERSION } from "./config.ts";
import { loadData, type SummaryData } from "./data.ts";
import { Summarizer } from "./decode.ts";
import { type EncodedExample, SummaryEncoder } from "./encode.ts";
import { type Evaluation, evaluate, summaryRouge } from "./evaluate.ts";
import { buildModel, type SummaryModel } from "./model.ts";
import { modelCard } from "./model-card.ts";
import { runEvaluation } from "./run-evaluation.ts";
import { freezeFound, startFromWordVectors } from "./word-vectors.ts";

/** What validation measures: ROUGE-L of greedy summaries, and the mean cross-entropy of a summary token, in nats. */
const METRICS = [
  { name: "rougeL", direction: "highest" },
  { name: "loss", direction: "lowest" },
] as const;

/** Options of {@link trainSummarizer}. */
export type TrainSummarizerOptions = AppTrainOptions<SummarizeConfig>;

/** Result of {@link trainSummarizer}. */
export interface TrainedSummarizer extends AppTrainResult<Evaluation> {
  readonly summarizer: Summarizer;
}

/**
 * Trains a summarizer; the best weights, the vocabulary and a model card end up in the run folder.
 *
 * @throws {Error} If the data cannot be used, the folder holds a run and neither `overwrite` nor `resume` is set, or the run to
 *   resume is of other data or settings.
 */
export async function trainSummarizer(options: TrainSummarizerOptions): Promise<TrainedSummarizer> {
  const { config, run, onNotice = () => {} } = options;
  checkTogether(config);
  await checkRunFolder(options);
  await loadEngine();
  const data = await loadData(config, onNotice);
  const encoder = SummaryEncoder.fit(config, data.train);
  const training = data.train.map((example) => encoder.encodeExample(example));
  const validation = data.validation.map((example) => encoder.encodeExample(example));
  onNotice(describeCuts([...training, ...validation], encoder));
  // Built before the folder is touched: settings that do not fit together leave nothing behind.
  const model = buildModel(config.model, encoder, Random.fromSeed(config.seed).fork("weights"));
  try {
    const batchOptions = {
      ...config.training,
      text: encoder.text,
      fixedSummaries: model.isFixed || undefined,
    };
    const epochBatches = makeBatches(training, batchOptions).length;
    const settings = trainOptionsOf(config.training, { metrics: METRICS, epochBatches });
    const combineGradients = await prepareEmbeddings(model, encoder, options);
    const runConfig = await beginRun<SummarizeConfig & Pick<RunConfig, "text">>(options, {
      ...RUNS,
      settings: { ...config, text: encoder.text },
      dataFingerprint: data.fingerprint,
      files: encoder.files(),
      version: VERSION,
    });
    const summarizer = new Summarizer(runConfig, encoder, model);
    onNotice(describeTraining(data, encoder, model));
    const fitted = {
      ...options,
      settings,
      batchOptions,
      combineGradients,
      data,
      training,
      validation,
    };
    const { stopped, steps, reports } = await fit(summarizer, fitted);
    if (stopped === "interrupted") return { summarizer, stopped, steps, reports };
    const evaluation = await evaluate(summarizer, { examples: data.test, training: data.train });
    await saveRunEvaluation(run, await runEvaluation(summarizer, { data, evaluation, reports }));
    await finishRun(run, modelCard({ config: runConfig, data, reports, evaluation, run }));
    return { summarizer, stopped, steps, reports, evaluation };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

interface FitOptions extends TrainSummarizerOptions {
  readonly settings: TrainingSettingsOptions;
  readonly batchOptions: BatchOptions;
  readonly combineGradients: ((step: StepGradients) => StepGradients) | undefined;
  readonly data: SummaryData;
  readonly training: readonly EncodedExample[];
  readonly validation: readonly EncodedExample[];
}

/** Trains the model in place and leaves it with its best weights, which are also on disk. */
function fit(summarizer: Summarizer, options: FitOptions): Promise<TrainResult> {
  const { model } = summarizer;
  const { config, settings, combineGradients, data, training, batchOptions } = options;
  const random = Random.fromSeed(config.seed);
  const validation = makeBatches(options.validation, batchOptions);
  return fitRun<Batch>(options, {
    settings,
    parameters: model.parameters,
    batches: ({ epoch }) =>
      makeBatches(training, { ...batchOptions, random: random.fork(`order ${epoch}`) }),
    loss: (batch, lossOptions) => model.loss(batchTensors(batch), lossOptions),
    layerOutputs: (batch) => model.layerOutputs(batchTensors(batch)),
    tokenCount: ({ tokenCount }) => tokenCount,
    combineGradients,
    validate: async () => ({
      loss: meanLoss(validation, (batch) => model.loss(batchTensors(batch))),
      rougeL: await summaryRouge(summarizer, data.validation, { beamSize: 1 }),
    }),
  });
}

async function prepareEmbeddings(
  { parameters }: SummaryModel,
  { codec }: SummaryEncoder,
  { config, onNotice = () => {} }: TrainSummarizerOptions,
): Promise<FitOptions["combineGradients"]> {
  const { wordVectors } = config.model;
  if (wordVectors === undefined) return undefined;
  const { file, frozen } = wordVectors;
  const started = await startFromWordVectors(parameters, { file, vocabulary: codec.vocabulary });
  const percent = started.foundPercent.toFixed(1);
  onNotice(
    `word vectors: ${percent} % of the vocabulary found${frozen ? ", which stay frozen" : ""}`,
  );
  return frozen ? freezeFound(parameters, started) : undefined;
}

/** @throws {UsageError} If settings of different groups contradict each other. */
function checkTogether({ model, training }: SummarizeConfig): void {
  if (model.copy !== "none" && (training.labelSmoothing ?? 0) > 0) {
    throw new UsageError(
      `Cannot use training.labelSmoothing: with model.copy "${model.copy}" it must be 0, got ${training.labelSmoothing}`,
    );
  }
  if (model.wordVectors?.frozen && training.optimizer === "adamw") {
    throw new UsageError(
      "Cannot use training.optimizer adamw: it would move the frozen word vectors, got model.wordVectors.frozen true",
    );
  }
}

function describeCuts(examples: readonly EncodedExample[], { text }: SummaryEncoder): string {
  const percent = (count: number): string => `${((100 * count) / examples.length).toFixed(0)} %`;
  const documents = examples.filter(({ document }) => document.cut).length;
  const summaries = examples.filter(({ cut }) => cut).length;
  return `lengths: documents of ${text.documentLength} tokens (${percent(documents)} are cut), summaries of ${text.summaryLength} (${percent(summaries)})`;
}

function describeTraining(
  data: SummaryData,
  { codec }: SummaryEncoder,
  { parameters }: SummaryModel,
): string {
  const { train: training, validation, test } = data;
  return [
    `data: ${training.length} examples to train, ${validation.length} to validate, ${test.length} held out`,
    `vocabulary of ${codec.vocabulary.size} tokens`,
    `${parameters.count.toLocaleString("en")} weights`,
  ].join("; ");
}
