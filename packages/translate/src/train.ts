/** Trains a translator and writes its run folder. */
import { join } from "node:path";
import {
  type EncoderDecoder,
  type Engine,
  loadEngine,
  Random,
  type StopReason,
  type TrainingCallback,
  type TrainingPosition,
  type TrainingReport,
  type TrainResult,
  tf,
  tokenTensors,
  train,
} from "@encdec/core";
import {
  checkSettings,
  RESUMABLE_SETTINGS,
  type TrainingSettingsOptions,
  trainOptionsOf,
} from "@encdec/core/command-line";
import {
  checkSameSettings,
  checksum,
  folderSource,
  prepareRunFolder,
  RUN_FILES,
  RunStore,
  readRunConfig,
  writeFile,
} from "@encdec/core/persistence";
import { type RunConfig, runSchema, type TranslateConfig, VERSION } from "./config.ts";
import { loadData, type TranslationData } from "./data.ts";
import { Translator } from "./decode.ts";
import { type Batch, type EncodedPair, makeBatches, PhraseEncoder } from "./encode.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { buildModel } from "./model.ts";
import { modelCard } from "./model-card.ts";

/** What validation measures: the mean cross-entropy of a target token, in nats. */
const METRICS = [{ name: "loss", direction: "lowest" }] as const;

/** Options of {@link trainTranslator}. */
export interface TrainTranslatorOptions {
  readonly config: TranslateConfig;
  /** Folder of the run. */
  readonly run: string;
  /** Replaces the run that is there. @default false */
  readonly overwrite?: boolean;
  /** Continues the run that is there; its end is then the same as without a break. @default false */
  readonly resume?: boolean;
  /** Saves the state and stops when aborted. */
  readonly signal?: AbortSignal;
  /** Looks at weights, gradients and layer outputs; the callbacks hear of it. @default false */
  readonly inspect?: boolean;
  readonly onNotice?: (text: string) => void;
  /** What follows training: progress, TensorBoard files. */
  readonly callbacks?: readonly TrainingCallback[];
}

/** Result of {@link trainTranslator}. */
export interface TrainedTranslator {
  readonly translator: Translator;
  readonly stopped: StopReason;
  readonly steps: number;
  readonly reports: readonly TrainingReport[];
  /** Scores on the held-out sources; nothing when training was interrupted. */
  readonly evaluation?: Evaluation;
}

/**
 * Trains a translator; the best weights, the vocabularies and a model card end up in the run folder.
 *
 * @throws {Error} If the data cannot be used, the folder holds a run and neither `overwrite` nor
 *   `resume` is set, or the run to resume is of other data or settings.
 */
export async function trainTranslator(options: TrainTranslatorOptions): Promise<TrainedTranslator> {
  const { config, run, resume = false, onNotice = () => {} } = options;
  const settings = trainOptionsOf(config.training, METRICS);
  const engine = await loadEngine();
  const data = await loadData(config, onNotice);
  const encoder = PhraseEncoder.fit(config, data.train);
  const cut = encoder.countCut([...data.train, ...data.validation]);
  if (cut > 0) onNotice(`${cut} pairs were cut to ${config.text.maximumLength} tokens`);
  const training = data.train.map((pair) => encoder.encodePair(pair));
  const validation = data.validation.map((pair) => encoder.encodePair(pair));

  const runConfig = describeRun(config, { data, encoder, engine });
  await prepareRunFolder(run, { overwrite: options.overwrite ?? false, resume });
  if (resume) await checkResumed(run, runConfig, onNotice);
  await writePreparation(run, runConfig, encoder);

  const model = buildModel(config.model, encoder, Random.fromSeed(config.seed).fork("weights"));
  onNotice(describeTraining(data, encoder, model));
  if (config.training.precision === "mixed-bfloat16" && !engine.bfloat16) {
    onNotice("precision mixed-bfloat16 has no effect: this engine and processor have float32 only");
  }
  const result = await fit(model, { ...options, settings, training, validation }).catch((error) => {
    model.dispose();
    throw error;
  });
  const { stopped, steps, reports } = result;
  const translator = new Translator(runConfig, encoder, model);
  if (stopped === "interrupted") return { translator, stopped, steps, reports };
  const evaluation = await evaluate(translator, { pairs: data.test, training: data.train });
  const card = modelCard({ config: runConfig, data, reports, evaluation, run });
  await writeFile(join(run, RUN_FILES.card), card);
  return { translator, stopped, steps, reports, evaluation };
}

/** The settings of the run in a folder, for `resume`. */
export async function readSettings(run: string): Promise<TranslateConfig> {
  const { dataFingerprint, vocabularyChecksums, madeWith, ...config } = await readConfig(run);
  return config;
}

interface FitOptions extends TrainTranslatorOptions {
  readonly settings: TrainingSettingsOptions;
  readonly training: readonly EncodedPair[];
  readonly validation: readonly EncodedPair[];
}

/** Trains the model in place and leaves it with its best weights, which are also on disk. */
async function fit(model: EncoderDecoder, options: FitOptions): Promise<TrainResult> {
  const { config, run, training, signal, onNotice = () => {}, callbacks = [] } = options;
  const { batchSize, tokensPerBatch, precision, labelSmoothing } = config.training;
  const random = Random.fromSeed(config.seed);
  const validation = makeBatches(options.validation, { batchSize });
  return train<Batch>({
    ...options.settings,
    parameters: model.parameters,
    seed: config.seed,
    batches: ({ epoch }) =>
      makeBatches(training, { batchSize, tokensPerBatch, random: random.fork(`order ${epoch}`) }),
    loss: (batch, { seeds }) => model.loss(tensorsOf(batch), { seeds, precision, labelSmoothing }),
    tokenCount: ({ tokenCount }) => tokenCount,
    validate: () => ({ loss: meanLoss(model, validation) }),
    store: new RunStore<TrainingPosition, TrainingReport>(run, { onNotice }),
    resume: options.resume,
    signal,
    inspect: options.inspect
      ? { layerOutputs: (batch) => model.layerOutputs(tensorsOf(batch)) }
      : undefined,
    callbacks,
  });
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

function describeRun(
  config: TranslateConfig,
  made: {
    readonly data: TranslationData;
    readonly encoder: PhraseEncoder;
    readonly engine: Engine;
  },
): RunConfig {
  const { data, encoder, engine } = made;
  return {
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
}

/** @throws {Error} If the run in the folder was made with other settings or data. */
async function checkResumed(
  run: string,
  config: RunConfig,
  onNotice: (text: string) => void,
): Promise<void> {
  const { madeWith: before, ...was } = await readConfig(run);
  const { madeWith: now, ...is } = config;
  checkSameSettings(was, is, { run, free: RESUMABLE_SETTINGS });
  if (before.engine !== now.engine) {
    onNotice(
      `the run was begun on engine ${before.engine}: on another one it ends with slightly different weights`,
    );
  }
}

function readConfig(run: string): Promise<RunConfig> {
  return readRunConfig(folderSource(run), {
    task: "translate",
    parse: (settings) => checkSettings(runSchema, settings),
  });
}

/** The settings come last: a run that has them can be resumed. */
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
