/** Translation with a trained model. */
import {
  beamSearch,
  END_ID,
  type EncoderDecoder,
  type Hypothesis,
  type LengthPenalty,
  mapInLengthOrder,
  PAD_ID,
  padSequences,
  Random,
  START_ID,
  tf,
  tokenTensors,
  UNKNOWN_ID,
} from "@encdec/core";
import {
  folderSource,
  type RunSource,
  readRunConfig,
  readRunModel,
} from "@encdec/core/persistence";
import { RUNS, type RunConfig } from "./config.ts";
import { type EncodedSource, PhraseEncoder } from "./encode.ts";
import { buildModel } from "./model.ts";
import { type UnknownWords, writeUnknownWords } from "./unknown-words.ts";

/** A translation of one phrase. */
export interface Translation extends Alternative {
  readonly source: string;
  /** The next best translations, best first; when asked for. */
  readonly alternatives?: readonly Alternative[];
  /** Source tokens in reading order. */
  readonly sourceTokens: readonly string[];
  /** Source tokens that the model does not know. */
  readonly unknown: readonly string[];
  /** True when source tokens past the maximum length were left out. */
  readonly cut: boolean;
}

/** One of the translations of a phrase. */
export interface Alternative {
  /** Empty when no token of the source is known. */
  readonly translation: string;
  /** Tokens of the translation. */
  readonly tokens: readonly string[];
  /** log P(translation | source), in nats; <= 0. */
  readonly logProbability: number;
  /** What hypotheses are ranked by: the log-probability divided by the length penalty, by default the mean of a token; at most 0. */
  readonly score: number;
  /** How much each token looks at each source token in reading order, `[tokens][sourceTokens]`; when asked for. */
  readonly attention?: readonly (readonly number[])[];
}

/** Options of {@link Translator.translate}. */
export interface TranslateOptions {
  /** Phrases translated at once. @default 64 */
  readonly batchSize?: number | undefined;
  /** Hypotheses followed at each step; 1 takes the most probable token each time. @default 5 */
  readonly beamSize?: number | undefined;
  /** Translations of each phrase, at most the beam's size. @default 1 */
  readonly nBest?: number | undefined;
  /** How translations of different lengths are compared. @default { kind: "average" } */
  readonly lengthPenalty?: LengthPenalty | undefined;
  /** Gives attention weights; for models that have them. @default false */
  readonly attention?: boolean | undefined;
  /** Writes words that the model does not have, from the source token looked at most. @default never writes them */
  readonly unknownWords?: UnknownWords | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What {@link Translator.translate} does when nothing else is asked for. */
export const TRANSLATE_DEFAULTS: {
  readonly batchSize: number;
  readonly beamSize: number;
  readonly lengthPenalty: LengthPenalty;
} = { batchSize: 64, beamSize: 5, lengthPenalty: { kind: "average", alpha: 1 } };

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
    const config = await readRunConfig(source, RUNS);
    const encoder = await PhraseEncoder.read(source, config);
    const model = await readRunModel(source, () =>
      buildModel(config.model, encoder, Random.fromSeed(config.seed)),
    );
    return new Translator(config, encoder, model);
  }

  /** True when the model has attention: what it looked at can be shown, and unknown words replaced. */
  get hasAttention(): boolean {
    return this.config.model.attention !== "none";
  }

  /**
   * Translates phrases, in order.
   *
   * @throws {RangeError} If a phrase is too long and the run's settings refuse that, or attention is needed by an option and the
   *   model has none.
   */
  async translate(
    phrases: readonly string[],
    options: TranslateOptions = {},
  ): Promise<Translation[]> {
    this.#checkAttention(options);
    const sources = phrases.map((source) => ({ source, ...this.encoder.encodeSource(source) }));
    return mapInLengthOrder(sources, {
      batchSize: options.batchSize ?? TRANSLATE_DEFAULTS.batchSize,
      length: ({ ids }) => ids.length,
      map: async (batch) => {
        const found = await this.#search(batch, options);
        return batch.map((source, row) => this.#translationOf(source, found[row] ?? [], options));
      },
    });
  }

  /** Frees the model. */
  dispose(): void {
    this.model.dispose();
  }

  #checkAttention({ attention, unknownWords }: TranslateOptions): void {
    if (this.hasAttention || !(attention || unknownWords)) return;
    const [doing, option] = attention
      ? ["show attention", "attention"]
      : ["replace unknown words", "unknownWords"];
    throw new RangeError(
      `Cannot ${doing}: ${option} needs a model with attention, got one with model.attention "none"`,
    );
  }

  #translationOf(
    source: EncodedSource & { readonly source: string },
    hypotheses: readonly Hypothesis[],
    options: TranslateOptions,
  ): Translation {
    const [best, ...others] = hypotheses.map((hypothesis) =>
      this.#alternativeOf(source, hypothesis, options),
    );
    return {
      source: source.source,
      ...(best as Alternative),
      ...(others.length > 0 && { alternatives: others }),
      sourceTokens: source.tokens,
      unknown: source.unknown,
      cut: source.cut,
    };
  }

  #alternativeOf(
    source: EncodedSource,
    { ids, logProbability, score, attention }: Hypothesis,
    options: TranslateOptions,
  ): Alternative {
    const { unknownWords } = options;
    const { vocabulary } = this.encoder.target;
    const weights = attention?.map((row) => this.#inReadingOrder(row, source.tokens.length));
    const isAnyKnown = source.ids.length > source.unknown.length;
    const tokens =
      unknownWords && weights
        ? writeUnknownWords(ids, { source, weights, vocabulary, unknownWords })
        : ids.map((id) => vocabulary.token(id));
    // Of unknown words alone, and of nothing, the model can only guess.
    const written = isAnyKnown || unknownWords ? tokens : [];
    return {
      translation: this.encoder.target.detokenize(written),
      tokens: written,
      logProbability,
      score,
      ...(options.attention && weights && { attention: isAnyKnown ? weights : [] }),
    };
  }

  #inReadingOrder(weights: Float32Array, length: number): number[] {
    const read = [...weights.subarray(0, length)];
    return this.config.text.reverseSource ? read.reverse() : read;
  }

  async #search(
    batch: readonly EncodedSource[],
    options: TranslateOptions,
  ): Promise<Hypothesis[][]> {
    const { beamSize, lengthPenalty } = TRANSLATE_DEFAULTS;
    const { attention = false, unknownWords, nBest, signal } = options;
    const lengths = batch.map(({ ids }) => ids.length);
    // An empty phrase still needs one step to read.
    const padded = padSequences(
      batch.map(({ ids }) => ids),
      { steps: Math.max(1, ...lengths) },
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
        bannedIds: [PAD_ID, START_ID, ...(unknownWords ? [] : [UNKNOWN_ID])],
        beamSize: options.beamSize ?? beamSize,
        nBest,
        lengthPenalty: options.lengthPenalty ?? lengthPenalty,
        attention: attention || unknownWords !== undefined,
        ...(this.hasAttention && { sourceLengths: lengths.map((length) => Math.max(1, length)) }),
        signal,
      });
    } finally {
      tf.dispose([start, packed]);
    }
  }
}
