/** Settings of the model in the apps that translate tokens into tokens. */
import { z } from "zod";
import type {
  AttentionConfig,
  CellName,
  Direction,
  EncoderDecoderConfig,
  InitializationConfig,
  TiedEmbeddings,
} from "../model/config.ts";
import { UsageError } from "./usage-error.ts";

/** Shape of an encoder-decoder over tokens. */
export interface ModelSettings {
  readonly cell: CellName;
  readonly embeddingSize: number;
  /** Embeddings start uniform in ± this. */
  readonly embeddingLimit: number;
  /** All other weights start uniform in ± this; without it Glorot's and orthogonal ones. */
  readonly uniformLimit?: number | undefined;
  /** Where the bias of an LSTM's forget gate starts. */
  readonly forgetBias: number;
  /** Width of the decoder's state; the directions of the encoder share it where they are concatenated. */
  readonly units: number;
  /** On each side. */
  readonly layers: number;
  readonly direction: Direction;
  readonly attention: "none" | AttentionConfig["score"];
  readonly feeding: NonNullable<AttentionConfig["feeding"]>;
  readonly tiedEmbeddings: Extract<TiedEmbeddings, "none" | "output">;
  /** Of embeddings, between layers and of outputs. */
  readonly dropout: number;
  readonly recurrentDropout: number;
}

const whole = (minimum: number, maximum: number): z.ZodInt => z.int().min(minimum).max(maximum);

/** Checks the settings; an app puts them into its group `model` beside its own. */
export const modelSettings: {
  readonly [Name in keyof ModelSettings]-?: z.ZodType<ModelSettings[Name]>;
} = {
  cell: z.enum(["lstm", "gru", "layerNormLstm"]).describe("recurrent cell"),
  embeddingSize: whole(1, 4096).describe("width of the token embeddings"),
  embeddingLimit: z.number().positive().describe("embeddings start uniform in ± this"),
  uniformLimit: z
    .number()
    .positive()
    .optional()
    .describe("other weights start uniform in ± this instead of Glorot's and orthogonal"),
  forgetBias: z.number().min(-5).max(5).describe("start of the bias of an LSTM's forget gate"),
  units: whole(1, 4096).describe("width of the hidden state"),
  layers: whole(1, 16).describe("recurrent layers on each side"),
  direction: z
    .enum(["forward", "concatenate", "sum", "average"])
    .describe("the encoder reads one way, or both ways that meet so"),
  attention: z
    .enum(["none", "additive", "dot", "general", "concat", "scaled"])
    .describe("how the decoder looks back at the source"),
  feeding: z
    .enum(["none", "input", "context"])
    .describe("what of the attention is read with the next token"),
  tiedEmbeddings: z.enum(["none", "output"]).describe("target embeddings are the output layer's"),
  dropout: z.number().min(0).max(0.9).describe("share of values dropped in training"),
  recurrentDropout: z.number().min(0).max(0.9).describe("share of the state dropped in training"),
};

/**
 * The configuration of the model.
 *
 * @throws {UsageError} If the settings do not fit together.
 */
export function encoderDecoderConfigOf(
  settings: ModelSettings,
  vocabularySizes: { readonly source: number; readonly target: number },
): EncoderDecoderConfig {
  const { cell, embeddingSize, units, layers, direction, attention, feeding } = settings;
  const concatenates = direction === "concatenate";
  if (concatenates && units % 2 !== 0) {
    throw new UsageError(
      `Cannot use model.units: with model.direction concatenate it must be even, got ${units}`,
    );
  }
  if (attention === "none" && feeding !== "none") {
    throw new UsageError(
      `Cannot use model.feeding: without attention it must be none, got "${feeding}"`,
    );
  }
  const { dropout: rate, recurrentDropout: recurrent, tiedEmbeddings } = settings;
  const stack = { cell, layers, dropout: { input: rate, between: rate, recurrent } };
  const tokens = (vocabularySize: number) =>
    ({ kind: "tokens", vocabularySize, embeddingSize }) as const;
  return {
    source: tokens(vocabularySizes.source),
    target: tokens(vocabularySizes.target),
    encoder: { ...stack, units: concatenates ? units / 2 : units, direction },
    decoder: { ...stack, units, dropout: { ...stack.dropout, output: rate } },
    ...(attention !== "none" && { attention: { score: attention, feeding } }),
    tiedEmbeddings,
    initialization: initializationOf(settings),
  };
}

function initializationOf(settings: ModelSettings): InitializationConfig {
  const { embeddingLimit, forgetBias, uniformLimit } = settings;
  const start = { embeddingLimit, forgetBias };
  if (uniformLimit === undefined) return start;
  return { ...start, kernel: "uniform", recurrentKernel: "uniform", uniformLimit };
}
