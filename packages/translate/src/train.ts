/** Trains a translator and writes its run folder. */
import {
  type EncoderDecoder,
  loadEngine,
  meanLoss,
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
import { RUNS, type TranslateConfig, VERSION } from "./config.ts";
import { loadData, type TranslationData } from "./data.ts";
import { Translator } from "./decode.ts";
import { type EncodedPair, makeBatches, PhraseEncoder } from "./encode.ts";
import { type Evaluation, evaluate, quickScores } from "./evaluate.ts";
import { buildModel } from "./model.ts";
import { modelCard } from "./model-card.ts";
import { runEvaluation } from "./run-evaluation.ts";

/** What validation measures: the mean cross-entropy of a target token, in nats, and greedy translations. */
const METRICS = [
  // BLEU is 0 where no hypothesis has four words.
  { name: "chrf", direction: "highest" },
  { name: "bleu", direction: "highest" },
  { name: "loss", direction: "lowest" },
] as const;

/** Options of {@link trainTranslator}. */
export type TrainTranslatorOptions = AppTrainOptions<TranslateConfig>;

/** Result of {@link trainTranslator}. */
export interface TrainedTranslator extends AppTrainResult<Evaluation> {
  readonly translator: Translator;
}

/**
 * Trains a translator; the best weights, the vocabularies and a model card end up in the run folder.
 *
 * @throws {Error} If the data cannot be used, the folder holds a run and neither `overwrite` nor
 *   `resume` is set, or the run to resume is of other data or settings.
 */
export async function trainTranslator(options: TrainTranslatorOptions): Promise<TrainedTranslator> {
  const { config, run, onNotice = () => {} } = options;
  await checkRunFolder(options);
  await loadEngine();
  const data = await loadData(config, onNotice);
  const encoder = PhraseEncoder.fit(config, data.train);
  const training = data.train.map((pair) => encoder.encodePair(pair));
  const validation = data.validation.map((pair) => encoder.encodePair(pair));
  const cut = [...training, ...validation].filter((pair) => pair.cut).length;
  if (cut > 0) onNotice(`${cut} pairs were cut to ${config.text.maximumLength} tokens`);
  const epochBatches = makeBatches(training, config.training).length;
  const settings = trainOptionsOf(config.training, { metrics: METRICS, epochBatches });
  const runConfig = await beginRun(options, {
    ...RUNS,
    settings: config,
    dataFingerprint: data.fingerprint,
    files: encoder.files(),
    version: VERSION,
  });
  const model = buildModel(config.model, encoder, Random.fromSeed(config.seed).fork("weights"));
  const translator = new Translator(runConfig, encoder, model);
  try {
    onNotice(describeTraining(data, encoder, model));
    const fitted = { ...options, settings, data, training, validation };
    const { stopped, steps, reports } = await fit(translator, fitted);
    if (stopped === "interrupted") return { translator, stopped, steps, reports };
    onNotice(`translating ${data.test.length} held-out pairs`);
    const evaluation = await evaluate(translator, { pairs: data.test, training: data.train });
    await saveRunEvaluation(run, await runEvaluation(translator, { data, evaluation, reports }));
    await finishRun(run, modelCard({ config: runConfig, data, reports, evaluation, run }));
    return { translator, stopped, steps, reports, evaluation };
  } catch (error) {
    translator.dispose();
    throw error;
  }
}

interface FitOptions extends TrainTranslatorOptions {
  readonly settings: TrainingSettingsOptions;
  readonly data: TranslationData;
  readonly training: readonly EncodedPair[];
  readonly validation: readonly EncodedPair[];
}

/** Trains the model in place and leaves it with its best weights, which are also on disk. */
function fit(translator: Translator, options: FitOptions): Promise<TrainResult> {
  const { model, encoder } = translator;
  const { config, settings, data, training } = options;
  const { batchSize, tokensPerBatch } = config.training;
  const random = Random.fromSeed(config.seed);
  const validation = makeBatches(options.validation, { batchSize });
  const pairsOf = (epoch: number): readonly EncodedPair[] =>
    config.text.pieceDropout > 0
      ? encoder.encodeWithDropout(data.train, random.fork(`pieces ${epoch}`))
      : training;
  return fitRun<PairBatch>(options, {
    settings,
    parameters: model.parameters,
    batches: ({ epoch }) =>
      makeBatches(pairsOf(epoch), {
        batchSize,
        tokensPerBatch,
        random: random.fork(`order ${epoch}`),
      }),
    loss: (batch, lossOptions) => model.loss(pairTensors(batch), lossOptions),
    layerOutputs: (batch) => model.layerOutputs(pairTensors(batch)),
    tokenCount: ({ tokenCount }) => tokenCount,
    validate: async () => ({
      loss: meanLoss(validation, (batch) => model.loss(pairTensors(batch))),
      ...(await quickScores(translator, data.validation, { beamSize: 1 })),
    }),
  });
}

function describeTraining(
  data: TranslationData,
  encoder: PhraseEncoder,
  model: EncoderDecoder,
): string {
  const { train: training, validation, test } = data;
  return [
    `data: ${training.length} pairs to train, ${validation.length} to validate, ${test.length} held out`,
    `vocabularies of ${encoder.source.vocabulary.size} and ${encoder.target.vocabulary.size} tokens`,
    `${model.parameters.count.toLocaleString("en")} weights`,
  ].join("; ");
}
