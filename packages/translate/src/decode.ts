/** Translation with a trained model. */
import {
  beamSearch,
  END_ID,
  type EncoderDecoder,
  type Hypothesis,
  type LengthPenalty,
  loadEngine,
  PAD_ID,
  padSequences,
  Random,
  START_ID,
  tf,
  tokenTensors,
  UNKNOWN_ID,
} from "@encdec/core";
import { checkSettings } from "@encdec/core/command-line";
import {
  folderSource,
  RUN_FILES,
  type RunSource,
  readRunConfig,
  readRunVocabulary,
  readRunWeights,
} from "@encdec/core/persistence";
import { type RunConfig, runSchema } from "./config.ts";
import { type EncodedSource, PhraseEncoder } from "./encode.ts";
import { buildModel } from "./model.ts";

/** A translation of one phrase. */
export interface Translation {
  readonly source: string;
  /** Empty when no token of the source is known. */
  readonly translation: string;
  /** log P(translation | source), in nats; <= 0. */
  readonly logProbability: number;
  /** The next best translations, best first; when asked for. */
  readonly alternatives?: readonly Alternative[];
  /** Source tokens that the model does not know. */
  readonly unknown: readonly string[];
  /** True when source tokens past the maximum length were left out. */
  readonly cut: boolean;
}

/** Another translation of the same phrase. */
type Alternative = Pick<Translation, "translation" | "logProbability">;

/** Options of {@link Translator.translate}. */
export interface TranslateOptions {
  /** Phrases translated at once. @default 64 */
  readonly batchSize?: number;
  /** Hypotheses followed at each step; 1 takes the most probable token each time. @default 1 */
  readonly beamSize?: number;
  /** Translations of each phrase, at most the beam's size. @default 1 */
  readonly nBest?: number;
  /** How translations of different lengths are compared. @default { kind: "none" } */
  readonly lengthPenalty?: LengthPenalty;
  readonly signal?: AbortSignal;
}

/**
 * Translates phrases; holds a model until {@link Translator.dispose}.
 *
 * ```
 * const translator = await Translator.load("runs/translate");
 * const [best] = await translator.translate(["good morning"]);
 * ```
 */
export class Translator {
  readonly config: RunConfig;
  readonly encoder: PhraseEncoder;
  readonly model: EncoderDecoder;

  constructor(config: RunConfig, encoder: PhraseEncoder, model: EncoderDecoder) {
    this.config = config;
    this.encoder = encoder;
    this.model = model;
  }

  /**
   * Loads a trained run.
   *
   * @param run A run folder, or another source of its files.
   * @throws {Error} If a file is missing or damaged, or the run is of another task.
   */
  static async load(run: string | RunSource): Promise<Translator> {
    const source = typeof run === "string" ? folderSource(run) : run;
    const config = await readRunConfig(source, {
      task: "translate",
      parse: (settings) => checkSettings(runSchema, settings),
    });
    const { sourceVocabulary, targetVocabulary } = RUN_FILES;
    const sha256 = config.vocabularyChecksums;
    const vocabularies = {
      source: await readRunVocabulary(source, sourceVocabulary, { sha256: sha256.source }),
      target: await readRunVocabulary(source, targetVocabulary, { sha256: sha256.target }),
    };
    const weights = await readRunWeights(source);
    await loadEngine();
    const encoder = PhraseEncoder.restore(config, vocabularies);
    const model = buildModel(config.model, encoder, Random.fromSeed(config.seed));
    try {
      model.parameters.write(weights);
    } catch (error) {
      model.dispose();
      throw new Error(
        `Cannot load the run ${source.name}: its weights do not fit its vocabularies and settings (${(error as Error).message})`,
      );
    }
    return new Translator(config, encoder, model);
  }

  /**
   * Translates phrases, in order.
   *
   * @throws {RangeError} If a phrase is too long and the run's settings refuse that.
   */
  async translate(
    phrases: readonly string[],
    options: TranslateOptions = {},
  ): Promise<Translation[]> {
    const { batchSize = 64 } = options;
    const encoded = phrases.map((phrase) => this.encoder.encodeSource(phrase));
    // Phrases of similar length together: little padding.
    const order = [...encoded.keys()].sort(
      (first, second) => lengthOf(encoded, first) - lengthOf(encoded, second),
    );
    const translations: Translation[] = [];
    for (let start = 0; start < order.length; start += batchSize) {
      const batch = order.slice(start, start + batchSize);
      const sources = batch.map((index) => encoded[index] as EncodedSource);
      for (const [row, hypotheses] of (await this.#search(sources, options)).entries()) {
        const index = batch[row] as number;
        const source = phrases[index] ?? "";
        translations[index] = this.#translationOf(
          source,
          sources[row] as EncodedSource,
          hypotheses,
        );
      }
    }
    return translations;
  }

  /** Frees the model. */
  dispose(): void {
    this.model.dispose();
  }

  #translationOf(
    source: string,
    { ids, unknown, cut }: EncodedSource,
    hypotheses: readonly Hypothesis[],
  ): Translation {
    const knows = ids.length > unknown.length;
    const [best, ...others] = hypotheses.map(({ ids: written, logProbability }) => ({
      // Of unknown words alone the model can only guess.
      translation: knows ? this.encoder.decodeTarget(written) : "",
      logProbability,
    }));
    return {
      source,
      ...(best as Alternative),
      ...(others.length > 0 && { alternatives: others }),
      unknown,
      cut,
    };
  }

  async #search(
    batch: readonly EncodedSource[],
    { beamSize = 1, nBest, lengthPenalty, signal }: TranslateOptions,
  ): Promise<Hypothesis[][]> {
    // An empty phrase still needs one step to read.
    const steps = Math.max(1, ...batch.map(({ ids }) => ids.length));
    const padded = padSequences(
      batch.map(({ ids }) => ids),
      { steps },
    );
    const start = tf.tidy(() => this.model.start(tokenTensors(padded)));
    const packed = this.model.packDecoder();
    try {
      return await beamSearch({
        ...start,
        step: (ids, states, memory) => this.model.step(ids, states, memory, packed),
        batchSize: batch.length,
        startId: START_ID,
        endId: END_ID,
        maximumLength: this.config.text.maximumLength,
        bannedIds: [PAD_ID, UNKNOWN_ID, START_ID],
        beamSize,
        nBest,
        lengthPenalty,
        signal,
      });
    } finally {
      tf.dispose([start, packed]);
    }
  }
}

function lengthOf(encoded: readonly EncodedSource[], index: number): number {
  return encoded[index]?.ids.length ?? 0;
}
