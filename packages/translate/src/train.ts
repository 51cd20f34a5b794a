/** Trains a translator and writes its run folder. */
import { join } from "node:path";
import {
  Adam,
  type EncoderDecoder,
  type EpochMetrics,
  loadEngine,
  Random,
  type StepProgress,
  type StopReason,
  tf,
  tokenTensors,
  train,
} from "@encdec/core";
import {
  checksum,
  encodeSafetensors,
  prepareRunFolder,
  RUN_FILES,
  writeFile,
} from "@encdec/core/persistence";
import { type RunConfig, type TranslateConfig, VERSION } from "./config.ts";
import { loadData, type TranslationData } from "./data.ts";
import { Translator } from "./decode.ts";
import { type Batch, type EncodedPair, makeBatches, PhraseEncoder } from "./encode.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { buildModel } from "./model.ts";
import { modelCard } from "./model-card.ts";

/** Options of {@link trainTranslator}. */
export interface TrainTranslatorOptions {
  readonly config: TranslateConfig;
  /** Folder of the run. */
  readonly run: string;
  /** Replaces the run that is there. @default false */
  readonly overwrite?: boolean;
  /** Stops after the current step when aborted; what was learnt is kept. */
  readonly signal?: AbortSignal;
  readonly onNotice?: (text: string) => void;
  readonly onStep?: (progress: StepProgress) => void;
  readonly onEpoch?: (metrics: EpochMetrics) => void;
}

/** Result of {@link trainTranslator}. */
export interface TrainedTranslator {
  readonly translator: Translator;
  readonly stopped: StopReason;
  readonly epochs: readonly EpochMetrics[];
  /** Scores on the held-out sources; nothing when training was interrupted. */
  readonly evaluation?: Evaluation;
}

/**
 * Trains a translator; the best weights, the vocabularies and a model card end up in the run folder.
 *
 * @throws {Error} If the data cannot be used, or the folder holds a run and `overwrite` is not set.
 */
export async function trainTranslator(options: TrainTranslatorOptions): Promise<TrainedTranslator> {
  const { config, run, onNotice = () => {} } = options;
  const engine = await loadEngine();
  const data = await loadData(config, onNotice);
  const encoder = PhraseEncoder.fit(config, data.train);
  const cut = encoder.countCut([...data.train, ...data.validation]);
  if (cut > 0) onNotice(`${cut} pairs were cut to ${config.text.maximumLength} tokens`);
  const training = data.train.map((pair) => encoder.encodePair(pair));
  const validation = data.validation.map((pair) => encoder.encodePair(pair));

  await prepareRunFolder(run, { overwrite: options.overwrite ?? false });
  const runConfig: RunConfig = {
    ...config,
    dataFingerprint: data.fingerprint,
    vocabularyChecksums: {
      source: checksum(encoder.source.vocabulary.toText()),
      target: checksum(encoder.target.vocabulary.toText()),
    },
    madeWith: {
      encdec: VERSION,
      node: process.versions.node,
      engine: `${engine.name} ${engine.version}`,
    },
  };
  await writePreparation(run, runConfig, encoder);

  const model = buildModel(config.model, encoder, Random.fromSeed(config.seed).fork("weights"));
  onNotice(describeTraining(data, encoder, model));
  if (config.training.precision === "mixed-bfloat16" && !engine.bfloat16) {
    onNotice("precision mixed-bfloat16 has no effect: this engine and processor have float32 only");
  }
  const { stopped, epochs } = await fit(model, { ...options, training, validation });
  const translator = new Translator(runConfig, encoder, model);
  if (stopped === "interrupted") return { translator, stopped, epochs };
  const evaluation = await evaluate(translator, { pairs: data.test, training: data.train });
  const card = modelCard({ config: runConfig, data, epochs, evaluation, run });
  await writeFile(join(run, RUN_FILES.card), card);
  return { translator, stopped, epochs, evaluation };
}

interface FitOptions extends TrainTranslatorOptions {
  readonly training: readonly EncodedPair[];
  readonly validation: readonly EncodedPair[];
}

/** Trains the model in place and leaves it with its best weights, which are also on disk. */
async function fit(
  model: EncoderDecoder,
  options: FitOptions,
): Promise<{ readonly stopped: StopReason; readonly epochs: readonly EpochMetrics[] }> {
  const { config, run, training } = options;
  const { batchSize, learningRate, clipNorm, epochs, patience, maxMinutes, precision } =
    config.training;
  const random = Random.fromSeed(config.seed);
  const dropped = random.fork("dropout");
  const dropout = { rate: config.model.dropout, uniform: () => dropped.uniform() };
  const validation = makeBatches(options.validation, { batchSize });
  const optimizer = new Adam({ learningRate, clipNorm });
  const history: EpochMetrics[] = [];
  let bestWeights = model.parameters.read();
  try {
    const result = await train<Batch>({
      variables: model.parameters.variables,
      optimizer,
      batches: (epoch) =>
        makeBatches(training, { batchSize, random: random.fork(`order ${epoch}`) }),
      loss: (batch) => model.loss(tensorsOf(batch), { dropout, precision }),
      tokenCount: ({ tokenCount }) => tokenCount,
      validate: () => meanLoss(model, validation),
      epochs,
      patience,
      maxMinutes,
      signal: options.signal,
      ...(options.onStep && { onStep: options.onStep }),
      onImprovement: async () => {
        bestWeights = model.parameters.read();
        await writeFile(join(run, RUN_FILES.model), encodeSafetensors(bestWeights));
      },
      onEpoch: async (metrics) => {
        history.push(metrics);
        const lines = history.map((line) => `${JSON.stringify(line)}\n`).join("");
        await writeFile(join(run, RUN_FILES.metrics), lines);
        options.onEpoch?.(metrics);
      },
    });
    model.parameters.write(bestWeights);
    return result;
  } finally {
    optimizer.dispose();
  }
}

function meanLoss(model: EncoderDecoder, batches: readonly Batch[]): number {
  const losses = batches.map((batch) =>
    tf.tidy(() => model.loss(tensorsOf(batch)).dataSync()[0] ?? Number.NaN),
  );
  const tokens = batches.reduce((sum, { tokenCount }) => sum + tokenCount, 0);
  return losses.reduce((sum, loss) => sum + loss, 0) / tokens;
}

function tensorsOf(batch: Batch): Parameters<EncoderDecoder["loss"]>[0] {
  return { source: tokenTensors(batch.source), target: tokenTensors(batch.target) };
}

async function writePreparation(
  run: string,
  config: RunConfig,
  encoder: PhraseEncoder,
): Promise<void> {
  const { sourceVocabulary, targetVocabulary, config: file } = RUN_FILES;
  await writeFile(join(run, sourceVocabulary), encoder.source.vocabulary.toText());
  await writeFile(join(run, targetVocabulary), encoder.target.vocabulary.toText());
  const json = JSON.stringify({ task: "translate", ...config }, null, 2);
  await writeFile(join(run, file), `${json}\n`);
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
