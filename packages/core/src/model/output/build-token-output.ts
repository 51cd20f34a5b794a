/** Settings to output layer. */
import type { tf } from "../../backend/tf.ts";
import type { CompleteEncoderDecoderConfig } from "../config.ts";
import type { WeightSource } from "../weight-source.ts";
import { CopyOutput } from "./copy-output.ts";
import { SoftmaxOutput } from "./softmax-output.ts";
import type { TokenOutput } from "./token-output.ts";

/** What an output layer over tokens reads, and embeddings that it may share. */
export interface TokenOutputSizes {
  /** Width of what the softmax reads. */
  readonly featureSize: number;
  /** Width of a token's embedding. */
  readonly inputSize: number;
  /** Width of the encoder's outputs. */
  readonly memorySize: number;
  /** `[vocabularySize, inputSize]`. */
  readonly table: tf.Tensor2D | undefined;
}

/** Softmax over the vocabulary, with copies of source words where the settings ask for them. */
export function buildTokenOutput(
  source: WeightSource,
  config: CompleteEncoderDecoderConfig,
  { featureSize, inputSize, memorySize, table }: TokenOutputSizes,
): TokenOutput {
  const { target, decoder, copy, outputBias, tiedEmbeddings } = config;
  if (target.kind === "vectors")
    throw new TypeError("Cannot write tokens: the model's target is vectors");
  const { vocabularySize } = target;
  const isTied = tiedEmbeddings === "output" || tiedEmbeddings === "all";
  const generator = new SoftmaxOutput(source, {
    features: featureSize,
    vocabularySize,
    bias: outputBias,
    table: isTied ? table : undefined,
  });
  if (!copy) return generator;
  const readingSize = memorySize + decoder.units + inputSize;
  return new CopyOutput(source, { copy, generator, readingSize });
}
