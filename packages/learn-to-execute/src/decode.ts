/** Execution of programs by a trained model. */
import {
  END_ID,
  type EncoderDecoder,
  greedySearch,
  type Hypothesis,
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
import { CharacterEncoder } from "./encode.ts";
import { readsBackwards } from "./input-schemes.ts";
import { buildModel } from "./model.ts";
import { canonicalSource } from "./source-text.ts";

/** What a model looked at while it wrote an answer. */
export interface ExecutionAttention {
  /** Characters that were read, in the order in which people read them: a doubled text has them twice. */
  readonly source: readonly string[];
  /** Of each character that was written on each of these, `[characters, source]`. */
  readonly weights: readonly (readonly number[])[];
}

/** What a model takes the output of a program to be. */
export interface Execution {
  /** The text in the form that the model was trained on. */
  readonly source: string;
  readonly answer: string;
  /** P(answer | source), its end included, in [0, 1]. */
  readonly probability: number;
  /** Each character with its probability given those before it, in [0, 1]. */
  readonly characters: readonly { readonly character: string; readonly probability: number }[];
  /** What the model looked at; where it was asked for. */
  readonly attention?: ExecutionAttention;
  /** False when the answer was cut where no right one could be as long. */
  readonly isFinished: boolean;
}

/** Options of {@link Executor.execute}. */
export interface ExecuteOptions {
  /** Programs executed at once. @default 256 */
  readonly batchSize?: number | undefined;
  /** Gives attention weights; for models that have them. @default false */
  readonly attention?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

const BATCH_SIZE = 256;

/**
 * Executes programs; holds a model until {@link Executor.dispose}.
 *
 * ```
 * const executor = await Executor.load("runs/learn-to-execute");
 * const [{ answer }] = await executor.execute(["print(3 + 4)"]);
 * ```
 */
export class Executor {
  readonly config: RunConfig;
  readonly encoder: CharacterEncoder;
  readonly model: EncoderDecoder;

  constructor(config: RunConfig, encoder: CharacterEncoder, model: EncoderDecoder) {
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
  static async load(run: string | RunSource): Promise<Executor> {
    const source = typeof run === "string" ? folderSource(run) : run;
    const config = await readRunConfig(source, RUNS);
    const encoder = await CharacterEncoder.read(source, config);
    const { size } = encoder.vocabulary;
    const model = await readRunModel(source, () =>
      buildModel(config.model, size, Random.fromSeed(config.seed)),
    );
    return new Executor(config, encoder, model);
  }

  /** True when the model has attention: what it looked at can be shown. */
  get hasAttention(): boolean {
    return this.config.model.attention !== "none";
  }

  /**
   * Predicts what texts of the run's task give, in order.
   *
   * @throws {SyntaxError} If a text is none of the task, for programs with line and column.
   * @throws {RangeError} If a text is longer than 10,000 characters, or attention is asked for and the model has none.
   */
  async execute(texts: readonly string[], options: ExecuteOptions = {}): Promise<Execution[]> {
    const task = this.config.data.from;
    return this.predict(
      texts.map((text) => canonicalSource(task, text)),
      options,
    );
  }

  /** The same for texts that are in the form that the model was trained on. */
  async predict(sources: readonly string[], options: ExecuteOptions = {}): Promise<Execution[]> {
    if (options.attention && !this.hasAttention) {
      throw new RangeError(
        'Cannot show attention: a model with attention is needed, got one with model.attention "none"',
      );
    }
    return mapInLengthOrder(sources, {
      batchSize: options.batchSize ?? BATCH_SIZE,
      length: (source) => source.length,
      map: async (batch) => {
        const found = await this.#search(batch, options);
        return found.map((hypothesis, row) => this.#executionOf(batch[row] ?? "", hypothesis));
      },
    });
  }

  /** Frees the model. */
  dispose(): void {
    this.model.dispose();
  }

  #executionOf(source: string, hypothesis: Hypothesis): Execution {
    const { ids, logProbability, tokenLogProbabilities, attention, finished } = hypothesis;
    const characters = this.encoder.vocabulary.decode(ids).map((character, place) => ({
      character,
      probability: Math.exp(tokenLogProbabilities[place] ?? Number.NEGATIVE_INFINITY),
    }));
    return {
      source,
      answer: characters.map(({ character }) => character).join(""),
      probability: Math.exp(logProbability),
      characters,
      ...(attention && { attention: this.#attentionOf(source, attention) }),
      isFinished: finished,
    };
  }

  #attentionOf(source: string, weights: readonly Float32Array[]): ExecutionAttention {
    const read = this.encoder.vocabulary.decode(this.encoder.encodeSource(source));
    const rows = weights.map((row) => [...row.subarray(0, read.length)]);
    // People read forwards.
    if (!readsBackwards(this.config.data.scheme)) return { source: read, weights: rows };
    return { source: read.toReversed(), weights: rows.map((row) => row.reverse()) };
  }

  async #search(
    sources: readonly string[],
    { attention, signal }: ExecuteOptions,
  ): Promise<Hypothesis[]> {
    const padded = padSequences(sources.map((source) => this.encoder.encodeSource(source)));
    const start = tf.tidy(() => this.model.start(tokenTensors(padded)));
    const packed = this.model.packDecoder();
    try {
      return await greedySearch({
        ...start,
        step: (ids, states, memory) => this.model.step(ids, states, memory, packed),
        batchSize: sources.length,
        startId: START_ID,
        endId: END_ID,
        maximumLength: sources.map(longestAnswer),
        minimumLength: 1, // whatever is printed has a character
        bannedIds: [PAD_ID, START_ID, UNKNOWN_ID],
        attention,
        signal,
      });
    } finally {
      tf.dispose([start, packed]);
    }
  }
}

/**
 * Characters that an answer may have: programs like those that are trained on use every number once, so that no value has more digits
 * than all of them together, and one for what sums carry; the last is the sign.
 */
function longestAnswer(source: string): number {
  return source.replace(/\D/g, "").length + 2;
}
