/** Settings of the translator and its presets. */
import { createRequire } from "node:module";
import { type TrainingSettings, trainingSettings } from "@encdec/core/command-line";
import { z } from "zod";

/** All settings of a translator. */
export interface TranslateConfig {
  /** Decides split, weights, order and dropout. */
  readonly seed: number;
  readonly data: {
    /** `names`, `wesnoth`, `debian`, a TSV, TMX or gettext file, or a file of source lines. */
    readonly from: string;
    readonly targetFile?: string | undefined;
    /** BCP 47 tags. */
    readonly sourceLanguage: string;
    readonly targetLanguage: string;
    readonly dates: number;
    readonly limit?: number | undefined;
    readonly validationShare: number;
    readonly testShare: number;
  };
  readonly text: {
    readonly tokenizer: "word" | "character";
    readonly lowercase: boolean;
    readonly reverseSource: boolean;
    readonly minimumCount: number;
    readonly maximumVocabulary: number;
    readonly maximumLength: number;
    readonly tooLong: "cut" | "refuse";
  };
  readonly model: {
    readonly embeddingSize: number;
    readonly units: number;
    readonly layers: number;
    readonly dropout: number;
  };
  readonly training: TrainingSettings;
}

/** Settings of a trained run, with what they were used on. */
export interface RunConfig extends TranslateConfig {
  readonly dataFingerprint: string;
  /** SHA-256 of the vocabulary files. */
  readonly vocabularyChecksums: { readonly source: string; readonly target: string };
  readonly madeWith: { readonly encdec: string; readonly node: string; readonly engine: string };
}

const whole = (minimum: number, maximum: number): z.ZodInt => z.int().min(minimum).max(maximum);

const groups = {
  seed: whole(0, 2 ** 31 - 1).describe("decides split, weights, order and dropout"),
  data: z.strictObject({
    from: z
      .string()
      .min(1)
      .describe("names, wesnoth, debian, a .tsv, .tmx, .po or .mo file, or a file of source lines"),
    targetFile: z.string().optional().describe("target lines beside a file of source lines"),
    sourceLanguage: z.string().min(2).describe("language of the sources, such as en"),
    targetLanguage: z.string().min(2).describe("language of the targets, such as fr"),
    dates: whole(0, 100_000).describe("written dates among the names"),
    limit: whole(10, 10_000_000).optional().describe("most pairs, drawn at random"),
    validationShare: z.number().min(0.001).max(0.5).describe("share of sources for validation"),
    testShare: z.number().min(0.001).max(0.5).describe("share of sources held out for scores"),
  }),
  text: z.strictObject({
    tokenizer: z.enum(["word", "character"]).describe("what a token is"),
    lowercase: z.boolean().describe("fold case on both sides"),
    reverseSource: z.boolean().describe("read the source backwards (Sutskever 2014)"),
    minimumCount: whole(1, 1000).describe("rarer training tokens become unknown"),
    maximumVocabulary: whole(5, 1_000_000).describe("most tokens in each vocabulary"),
    maximumLength: whole(1, 1000).describe("most tokens of a source or target"),
    tooLong: z.enum(["cut", "refuse"]).describe("what happens to longer ones"),
  }),
  model: z.strictObject({
    embeddingSize: whole(1, 4096).describe("width of the token embeddings"),
    units: whole(1, 4096).describe("width of the hidden state"),
    layers: whole(1, 16).describe("LSTM layers on each side"),
    dropout: z.number().min(0).max(0.9).describe("share of values dropped in training"),
  }),
  training: trainingSettings,
};

/** Checks settings; unknown keys are refused, nothing is clamped. */
export const translateSchema: z.ZodType<TranslateConfig> = z.strictObject(groups);

/** Checks what `config.json` of a run holds. */
export const runSchema: z.ZodType<RunConfig> = z.strictObject({
  ...groups,
  dataFingerprint: z.string(),
  vocabularyChecksums: z.strictObject({ source: z.string(), target: z.string() }),
  madeWith: z.strictObject({ encdec: z.string(), node: z.string(), engine: z.string() }),
});

/** Names of the presets. */
export type PresetName = "tiny" | "small" | "full";

const small: TranslateConfig = {
  seed: 1,
  data: {
    from: "names", // emoji names and Intl's names, from packages
    sourceLanguage: "en",
    targetLanguage: "fr",
    dates: 1000, // written dates, such as "March 3, 2024"
    validationShare: 0.05,
    testShare: 0.1,
  },
  text: {
    tokenizer: "word",
    lowercase: false, // the names have few capitals, and they carry meaning
    reverseSource: true, // brings the first words of both sides together
    minimumCount: 1,
    maximumVocabulary: 20_000,
    maximumLength: 40,
    tooLong: "cut",
  },
  model: {
    embeddingSize: 128,
    units: 256,
    layers: 1,
    dropout: 0.3, // the data is small
  },
  training: {
    epochs: 30,
    batchSize: 64,
    learningRate: 0.002,
    clipNorm: 5,
    patience: 8,
    precision: "float32", // mixed-bfloat16 is quicker for wide networks
  },
};

/** Sets of settings by size. */
export const presets: { readonly [name in PresetName]: TranslateConfig } = {
  /** Seconds: shows that everything works. */
  tiny: {
    ...small,
    data: { ...small.data, dates: 50, limit: 400 },
    model: { embeddingSize: 32, units: 64, layers: 1, dropout: 0 },
    training: { ...small.training, epochs: 4, batchSize: 32, learningRate: 0.01 },
  },
  /** A few minutes on two cores: the default. */
  small,
  /** A wider and deeper network for larger data, such as 100,000 pairs from a TSV file. */
  full: {
    ...small,
    text: { ...small.text, minimumCount: 2 }, // words seen once teach little
    model: { embeddingSize: 256, units: 512, layers: 2, dropout: 0.3 },
    training: { ...small.training, epochs: 40, learningRate: 0.001 },
  },
};

/** Version of this package. */
export const VERSION: string = createRequire(import.meta.url)("../package.json").version;
