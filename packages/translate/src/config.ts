/** Settings of the translator and its presets. */
import { createRequire } from "node:module";
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
import type { CleaningRules } from "./clean-pairs.ts";

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
    /** Pairs to validate on, in place of a share; several targets of a source are its references. */
    readonly validationFile?: string | undefined;
    /** Pairs to score on, in place of a share. */
    readonly testFile?: string | undefined;
    /** Which pairs are left out, besides empty ones and duplicates. */
    readonly cleaning?: CleaningRules | undefined;
  };
  readonly text: TextSettings & {
    /** One byte-pair encoding for both languages. */
    readonly joint: boolean;
    readonly reverseSource: boolean;
    readonly maximumLength: number;
    readonly tooLong: "cut" | "refuse";
  };
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
}

/** Settings of a trained run, with what they were used on. */
export type RunConfig = TranslateConfig & RunRecord;

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
    validationFile: z.string().min(1).optional().describe("pairs to validate on instead"),
    testFile: z.string().min(1).optional().describe("pairs held out for scores instead"),
    cleaning: z
      .strictObject({
        maximumCharacters: whole(1, 1_000_000).optional().describe("most characters on a side"),
        maximumRatio: z
          .number()
          .min(1)
          .optional()
          .describe("how unlike in length the sides may be"),
        dropIdentical: z.boolean().optional().describe("leave out pairs with equal sides"),
        checkScript: z.boolean().optional().describe("leave out sides in another script"),
      })
      .optional(),
  }),
  text: z.strictObject({
    ...textSettings,
    joint: z.boolean().describe("one byte-pair encoding for both languages"),
    reverseSource: z.boolean().describe("read the source backwards (Sutskever 2014)"),
    maximumLength: whole(1, 1000).describe("most tokens of a source or target"),
    tooLong: z.enum(["cut", "refuse"]).describe("what happens to longer ones"),
  }),
  model: z.strictObject(modelSettings),
  training: trainingSettings,
};

/** Checks settings; unknown keys are refused, nothing is clamped. */
export const translateSchema: z.ZodType<TranslateConfig> = z.strictObject(groups);

/** Runs of translators. */
export const RUNS: RunKind<RunConfig> = runKind(
  "translate",
  z.strictObject({ ...groups, ...runRecord }),
);

/** Names of the presets. */
export type PresetName = "tiny" | "small" | "full";

const small: TranslateConfig = {
  seed: 1, // another seed is another split, too
  data: {
    from: "names", // emoji names and Intl's names, from packages
    sourceLanguage: "en",
    targetLanguage: "fr", // or any of 27 other languages
    dates: 1000, // written dates, such as "March 3, 2024"
    validationShare: 0.05, // chooses the best weights
    testShare: 0.1, // scored once, at the end
  },
  text: {
    tokenizer: "bytePair", // a third of the held-out names have a word that was never trained on
    merges: 2000, // about half as many pieces as there are words
    joint: true, // names and numbers are split alike on both sides
    lowercase: false, // case is part of a translation
    sentenceCase: false, // names are no sentences
    minimumCount: 1, // every piece is known
    maximumVocabulary: 20_000, // never reached with so few merges
    pieceDropout: 0, // every word is split the same way in each epoch
    reverseSource: true, // brings the first words of both sides together
    maximumLength: 60, // the longest name has 15 tokens
    tooLong: "cut", // with a notice
  },
  model: {
    cell: "lstm", // its kernels are the quickest
    embeddingSize: 128, // half the units
    embeddingLimit: 1.7, // a deviation of 1, as in PyTorch; Keras's 0.05 learns much more slowly
    forgetBias: 0, // attention remembers what the states forget: it learns where to look sooner
    units: 256, // 128 for each direction of the encoder
    layers: 1, // a second one takes longer
    direction: "concatenate", // each token is read with what comes before and after it
    attention: "general", // Luong's: one matrix product
    feeding: "none", // the decoder's steps run in one call
    tiedEmbeddings: "none", // embeddings and units differ in size
    dropout: 0.3, // the data is small
    recurrentDropout: 0, // the other dropout is enough
  },
  training: {
    epochs: 45, // the cosine ends with the last one
    batchSize: 64, // larger ones take fewer, longer steps
    learningRate: 0.002, // the highest, after warming up
    schedule: "cosine", // small steps at the end
    clipNorm: 5, // against single large gradients
    labelSmoothing: 0.1, // keeps it from being too sure
    patience: 45, // never stops before the end of the cosine
    precision: "float32", // mixed-bfloat16 is quicker for wide networks
  },
};

/** Sets of settings by size. */
export const presets: { readonly [name in PresetName]: TranslateConfig } = {
  /** Seconds: shows that everything works. */
  tiny: {
    ...small,
    data: { ...small.data, dates: 50, limit: 400 },
    text: { ...small.text, merges: 300 },
    model: { ...small.model, embeddingSize: 32, units: 64, dropout: 0 },
    training: { ...small.training, epochs: 4, batchSize: 32, learningRate: 0.01 },
  },
  /** About two minutes on two cores: the default. */
  small,
  /** For 100,000 sentence pairs, such as Tatoeba's (`--data train.tsv`): about 40 minutes. */
  full: {
    ...small,
    data: {
      ...small.data,
      validationShare: 0.01, // a thousand sources are enough
      testShare: 0.01,
      cleaning: { maximumCharacters: 200, maximumRatio: 3, dropIdentical: true, checkScript: true },
    },
    text: {
      ...small.text,
      merges: 6000,
      sentenceCase: true, // "We" and "we" are one word
      minimumCount: 5, // rarer pieces are split into ones that can be learnt
    },
    model: {
      ...small.model,
      embeddingSize: 256,
      units: 512,
      uniformLimit: 0.044, // 1 / sqrt(units), as in PyTorch: attention finds its places sooner
    },
    training: {
      ...small.training,
      epochs: 16,
      batchSize: 96,
      learningRate: 0.001,
      patience: 16,
      precision: "mixed-bfloat16", // quicker; float32 where the processor has none
    },
  },
};

/** Version of this package. */
export const VERSION: string = createRequire(import.meta.url)("../package.json").version;
