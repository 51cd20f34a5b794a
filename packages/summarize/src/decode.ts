/** Summaries with a trained model. */
import {
  beamSearch,
  END_ID,
  type Hypothesis,
  type LengthPenalty,
  mapInLengthOrder,
  PAD_ID,
  Random,
  START_ID,
  tf,
  UNKNOWN_ID,
} from "@encdec/core";
import {
  folderSource,
  type RunSource,
  readRunConfig,
  readRunModel,
} from "@encdec/core/persistence";
import { padDocuments, sourceTensors } from "./batches.ts";
import { RUNS, type RunConfig } from "./config.ts";
import { type EncodedDocument, SummaryEncoder } from "./encode.ts";
import { buildModel, type SummaryModel } from "./model.ts";
import { originsOf, type WordOrigin } from "./origins.ts";

/** A summary of one document. */
export interface Summary {
  /** Empty for an empty document, and when a model that cannot copy knows no word of it. */
  readonly summary: string;
  readonly tokens: readonly string[];
  /** log P(summary | document), in nats; <= 0. */
  readonly logProbability: number;
  /** True when tokens of the document past the length that is read were left out. */
  readonly cut: boolean;
  /** Tokens of the document that are read. */
  readonly documentTokens: readonly string[];
  /** Those that the vocabulary does not have, each once. */
  readonly unknown: readonly string[];
  /** Where each token of the summary comes from; when asked for. */
  readonly origins?: readonly WordOrigin[];
}

/** Options of {@link Summarizer.summarize}. */
export interface SummarizeOptions {
  /** Documents summarized at once. @default 32 */
  readonly batchSize?: number | undefined;
  /** Hypotheses followed at each step; 1 takes the most probable token each time. @default 5 */
  readonly beamSize?: number | undefined;
  /** How summaries of different lengths are compared. @default { kind: "wu", alpha: 0.6 } */
  readonly lengthPenalty?: LengthPenalty | undefined;
  /** Fewest tokens of a summary. @default 1 */
  readonly minimumLength?: number | undefined;
  /** Most tokens of a summary. @default those of the run */
  readonly maximumLength?: number | undefined;
  /** No so many tokens in a row are written twice; 0 allows it. @default 3 */
  readonly noRepeatNgramSize?: number | undefined;
  /** Tells where each token comes from; for models with attention. @default false */
  readonly origins?: boolean | undefined;
  /** Hears of so many documents that are done. */
  readonly onBatch?: ((count: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What {@link Summarizer.summarize} does unless told otherwise. */
export const SUMMARIZE_DEFAULTS: {
  readonly batchSize: number;
  readonly beamSize: number;
  readonly lengthPenalty: LengthPenalty;
  readonly minimumLength: number;
  readonly noRepeatNgramSize: number;
} = {
  batchSize: 32,
  beamSize: 5,
  lengthPenalty: { kind: "wu", alpha: 0.6 },
  minimumLength: 1,
  noRepeatNgramSize: 3,
};

/**
 * Summarizes documents; holds a model until {@link Summarizer.dispose}.
 *
 * ```
 * const summarizer = await Summarizer.load("runs/summarize");
 * const [first] = await summarizer.summarize(["Lists all teams in an organization."]);
 * ```
 */
export class Summarizer {
  readonly config: RunConfig;
  readonly encoder: SummaryEncoder;
  readonly model: SummaryModel;

  constructor(config: RunConfig, encoder: SummaryEncoder, model: SummaryModel) {
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
  static async load(run: string | RunSource): Promise<Summarizer> {
    const source = typeof run === "string" ? folderSource(run) : run;
    const config = await readRunConfig(source, RUNS);
    const encoder = await SummaryEncoder.read(source, config);
    const random = Random.fromSeed(config.seed);
    const model = await readRunModel(source, () => buildModel(config.model, encoder, random));
    return new Summarizer(config, encoder, model);
  }

  /**
   * Summarizes documents, in order; in Markdown where the run's data was.
   *
   * @throws {RangeError} If an option is out of its range, or `origins` are asked of a model without attention.
   */
  summarize(documents: readonly string[], options: SummarizeOptions = {}): Promise<Summary[]> {
    return this.summarizeEncoded(
      documents.map((document) => this.encoder.encodeText(document)),
      options,
    );
  }

  /** The same for documents that were encoded before. */
  async summarizeEncoded(
    documents: readonly EncodedDocument[],
    options: SummarizeOptions = {},
  ): Promise<Summary[]> {
    const { batchSize = SUMMARIZE_DEFAULTS.batchSize, origins } = options;
    if (origins && !this.model.hasAttention) {
      throw new RangeError(
        'Cannot show where words come from: a model with attention is needed, got one with model.attention "none"',
      );
    }
    const summaries = documents.map((document) => emptySummary(document));
    const readable = [...documents.entries()].filter(([, document]) => this.#canRead(document));
    const found = await mapInLengthOrder(readable, {
      batchSize,
      length: ([, { ids }]) => ids.length,
      map: async (batch) => {
        const batchDocuments = batch.map(([, document]) => document);
        const batchSummaries = await this.#search(batchDocuments, options);
        options.onBatch?.(batch.length);
        return batchSummaries;
      },
    });
    for (const [place, [index]] of readable.entries()) summaries[index] = found[place] as Summary;
    return summaries;
  }

  /** Frees the model. */
  dispose(): void {
    this.model.dispose();
  }

  /** Of nothing, or of unknown words alone, a model could only make something up; unless it copies them. */
  #canRead({ ids }: EncodedDocument): boolean {
    return this.model.copies ? ids.length > 0 : ids.some((id) => id !== UNKNOWN_ID);
  }

  async #search(
    documents: readonly EncodedDocument[],
    options: SummarizeOptions,
  ): Promise<Summary[]> {
    const { beamSize, lengthPenalty, minimumLength, noRepeatNgramSize } = SUMMARIZE_DEFAULTS;
    const { maximumLength = this.encoder.text.summaryLength, origins = false } = options;
    // Padding changes nothing: no more than needed.
    const source = sourceTensors(padDocuments(documents));
    const start = this.model.open(source);
    try {
      const hypotheses = await beamSearch({
        step: start.step,
        states: start.states,
        memory: start.memory,
        batchSize: documents.length,
        startId: START_ID,
        endId: END_ID,
        bannedIds: [PAD_ID, UNKNOWN_ID, START_ID],
        maximumLength,
        beamSize: options.beamSize ?? beamSize,
        lengthPenalty: options.lengthPenalty ?? lengthPenalty,
        minimumLength: options.minimumLength ?? Math.min(minimumLength, maximumLength),
        noRepeatNgramSize: options.noRepeatNgramSize ?? noRepeatNgramSize,
        attention: origins,
        signal: options.signal,
      });
      return documents.map((document, row) => {
        const [best] = hypotheses[row] ?? [];
        return this.#summaryOf(document, best as Hypothesis, origins);
      });
    } finally {
      start.close();
      tf.dispose(source);
    }
  }

  #summaryOf(document: EncodedDocument, best: Hypothesis, origins: boolean): Summary {
    const tokens = this.encoder.decode(best.ids, document);
    return {
      ...emptySummary(document),
      summary: this.encoder.write(tokens, document),
      tokens,
      logProbability: best.logProbability,
      ...(origins && { origins: originsOf(this.model, document, best) }),
    };
  }
}

function emptySummary({ tokens, copied, cut }: EncodedDocument): Summary {
  return {
    summary: "",
    tokens: [],
    logProbability: 0,
    cut,
    documentTokens: tokens,
    unknown: copied.unknown,
  };
}
