/** Settings of the summarizer and its presets. */
import { createRequire } from "node:module";
import type { EncoderDecoderConfig } from "@encdec/core";
import {
  type ModelSettings,
  modelSettings,
  runKind,
  type TextSettings,
  type TrainingSettings,
  textSettings,
  trainingSettings,
} from "@encdec/core/command-line";
import { type RunKind, type RunRecord, runRecord } from "@encdec/core/persistence";
import { z } from "zod";
import type { DataConfig } from "./data.ts";

/** All settings of a summarizer. */
export interface SummarizeConfig {
  /** Decides split, weights, order and dropout. */
  readonly seed: number;
  readonly data: DataConfig["data"] & {
    /** BCP 47 tag. */
    readonly language: string;
  };
  readonly text: Omit<TextSettings, "pieceDropout"> & {
    /** Tokens of a document that are read. @default so many that `documentPercent` of them stay whole */
    readonly documentLength?: number | undefined;
    /** Most tokens of a summary. @default so many that `summaryPercent` of them stay whole */
    readonly summaryLength?: number | undefined;
    readonly documentPercent: number;
    readonly summaryPercent: number;
    /** Summaries in lower case get a capital at their beginning. @default as most training summaries have */
    readonly capitalize?: boolean | undefined;
    /** Which end of a document gets padding. */
    readonly padding: "pre" | "post";
    /** Which end of a long document is cut off. */
    readonly cut: "start" | "end";
    /** All batches of one length, or each as long as its longest example. */
    readonly batches: "fixed" | "buckets";
  };
  readonly model: Omit<ModelSettings, "tiedEmbeddings"> & {
    readonly architecture: "encoder-decoder" | "repeat-vector";
    /** Copies words of the document; with coverage it remembers what it has looked at. */
    readonly copy: "none" | "pointer" | "coverage";
    readonly coverageWeight: number;
    readonly tiedEmbeddings: NonNullable<EncoderDecoderConfig["tiedEmbeddings"]>;
    /** Vectors that others trained, as the start of the embeddings. */
    readonly wordVectors?: WordVectorSettings | undefined;
  };
  readonly training: TrainingSettings;
}

/** Which word vectors the embeddings start from. */
export interface WordVectorSettings {
  /** In the text format of GloVe or word2vec, as wide as the embeddings. */
  readonly file: string;
  /** The vectors stay as they are. */
  readonly frozen: boolean;
}

/** What the training examples decide where the settings leave it open. */
interface ChosenText {
  readonly documentLength: number;
  readonly summaryLength: number;
  readonly capitalize: boolean;
}

/** Settings of a trained run, with what they were used on. */
export type RunConfig = SummarizeConfig & {
  readonly text: ChosenText;
} & RunRecord;

const whole = (minimum: number, maximum: number): z.ZodInt => z.int().min(minimum).max(maximum);
const { pieceDropout: _, ...tokenSettings } = textSettings;
const length = whole(1, 10_000);

const text = {
  ...tokenSettings,
  documentLength: length.optional().describe("tokens of a document that are read"),
  summaryLength: length.optional().describe("most tokens of a summary"),
  documentPercent: z.number().gt(0).max(100).describe("share of the documents left whole"),
  summaryPercent: z.number().gt(0).max(100).describe("share of the summaries left whole"),
  capitalize: z.boolean().optional().describe("summaries in lower case begin with a capital"),
  padding: z.enum(["pre", "post"]).describe("which end of a document gets padding"),
  cut: z.enum(["start", "end"]).describe("which end of a long document is cut off"),
  batches: z.enum(["fixed", "buckets"]).describe("all of one length, or as long as they need"),
};

const groups = {
  seed: whole(0, 2 ** 31 - 1).describe("decides split, weights, order and dropout"),
  data: z.strictObject({
    from: z.string().min(1).describe("github-api, debian, or a JSON lines, .csv or .tsv file"),
    language: z.string().min(2).describe("language of the documents, such as en"),
    documentField: z.string().min(1).optional().describe("name of the document in a file"),
    summaryField: z.string().min(1).optional().describe("name of the summary in a file"),
    markdown: z.boolean().describe("strip Markdown"),
    dropIdentical: z.boolean().optional().describe("leave out documents that are their summaries"),
    limit: whole(10, 10_000_000).optional().describe("most examples, drawn at random"),
    validationShare: z.number().min(0.001).max(0.5).describe("share for validation"),
    testShare: z.number().min(0.001).max(0.5).describe("share held out for scores"),
    validationFile: z.string().min(1).optional().describe("examples to validate on instead"),
    testFile: z.string().min(1).optional().describe("examples held out for scores instead"),
  }),
  model: z.strictObject({
    ...modelSettings,
    architecture: z
      .enum(["encoder-decoder", "repeat-vector"])
      .describe("writes word after word, or all words at once"),
    copy: z.enum(["none", "pointer", "coverage"]).describe("copies words of the document"),
    coverageWeight: z.number().min(0).describe("weight of the coverage loss"),
    tiedEmbeddings: z
      .enum(["none", "sourceTarget", "output", "all"])
      .describe("which embeddings are one"),
    wordVectors: z
      .strictObject({
        file: z.string().min(1).describe("word vectors that the embeddings start from"),
        frozen: z.boolean().default(false).describe("the vectors stay as they are"),
      })
      .optional(),
  }),
  training: trainingSettings,
};

/** Checks settings; unknown keys are refused, nothing is clamped. */
export const summarizeSchema: z.ZodType<SummarizeConfig> = z.strictObject({
  ...groups,
  text: z.strictObject(text),
});

/** Runs of summarizers. */
export const RUNS: RunKind<RunConfig> = runKind(
  "summarize",
  z.strictObject({
    ...groups,
    text: z.strictObject({
      ...text,
      documentLength: length,
      summaryLength: length,
      capitalize: z.boolean(),
    }),
    ...runRecord,
  }),
);

/** Names of the presets. */
export type PresetName = "tiny" | "small" | "full";

const small: SummarizeConfig = {
  seed: 1, // another seed is another split, too
  data: {
    from: "github-api", // operations of GitHub's REST API, from packages
    language: "en", // decides what words and sentences are
    markdown: true, // what is markup goes
    validationShare: 0.05, // chooses the best weights
    testShare: 0.1, // scored once, at the end
  },
  text: {
    tokenizer: "word", // what the vocabulary lacks is copied
    lowercase: true, // a word is the same wherever it stands
    sentenceCase: false, // there are no capitals to take away
    merges: 4000, // of byte-pair encoding alone
    minimumCount: 2, // a word that comes once teaches nothing
    maximumVocabulary: 8000, // about 2,000 words come twice
    documentPercent: 75, // what matters stands first
    summaryPercent: 99, // every word of a summary is learnt from
    padding: "post", // masked: pre gives the same
    cut: "end", // details and notes
    batches: "fixed", // buckets give the same scores and take less time
  },
  model: {
    architecture: "encoder-decoder", // repeat-vector writes one length
    cell: "lstm", // its kernels are the quickest
    embeddingSize: 128, // two thirds of the units
    embeddingLimit: 1, // Keras's 0.05 learns much more slowly
    forgetBias: 1, // states last through a whole document
    units: 192, // 96 for each direction of the encoder
    layers: 1, // on each side
    direction: "concatenate", // each word is read with what comes before and after it
    attention: "general", // Luong's: one matrix product
    feeding: "none", // the decoder's steps run in one call
    copy: "pointer", // names and numbers that no vocabulary has
    coverageWeight: 1, // with copy "coverage"
    tiedEmbeddings: "sourceTarget", // a word is the same on both sides
    dropout: 0.3, // the data is small
    recurrentDropout: 0, // the other dropout is enough
  },
  training: {
    epochs: 25, // the cosine ends with the last one
    batchSize: 32, // 53 steps an epoch
    learningRate: 0.002, // the highest, after warming up
    schedule: "cosine", // small steps at the end
    clipNorm: 5, // seldom reached after the first epochs
    patience: 25, // never stops before the end of the cosine
    precision: "float32", // mixed-bfloat16 is quicker for wide networks
  },
};

/** Sets of settings by size. */
export const presets: { readonly [name in PresetName]: SummarizeConfig } = {
  /** Seconds: shows that everything works. */
  tiny: {
    ...small,
    data: { ...small.data, limit: 300 },
    text: { ...small.text, documentLength: 30 },
    model: { ...small.model, embeddingSize: 32, units: 48, dropout: 0 },
    training: { ...small.training, epochs: 4, learningRate: 0.01 },
  },
  /** Minutes on two cores: the default. */
  small,
  /** For tens of thousands of documents: `--data debian --max-minutes 60`. */
  full: {
    ...small,
    text: { ...small.text, maximumVocabulary: 30_000, minimumCount: 3, batches: "buckets" },
    model: {
      ...small.model,
      units: 256,
      attention: "additive", // coverage needs it
      copy: "coverage", // longer summaries repeat themselves
    },
    training: { ...small.training, epochs: 15, batchSize: 64 },
  },
};

/** Version of this package. */
export const VERSION: string = createRequire(import.meta.url)("../package.json").version;
