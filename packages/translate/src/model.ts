/** Settings to model. */
import { EncoderDecoder, type Random } from "@encdec/core";
import type { TranslateConfig } from "./config.ts";
import type { PhraseEncoder } from "./encode.ts";

/** Builds the encoder-decoder for the vocabularies at hand; `random` draws its weights. */
export function buildModel(
  settings: TranslateConfig["model"],
  encoder: PhraseEncoder,
  random: Random,
): EncoderDecoder {
  const { embeddingSize, units, layers, dropout: rate } = settings;
  const dropout = { input: rate, between: rate };
  const tokens = (vocabularySize: number) =>
    ({ kind: "tokens", vocabularySize, embeddingSize }) as const;
  return new EncoderDecoder(
    {
      source: tokens(encoder.source.vocabulary.size),
      target: tokens(encoder.target.vocabulary.size),
      encoder: { units, layers, dropout },
      decoder: { units, layers, dropout: { ...dropout, output: rate } },
    },
    () => random.uniform(),
  );
}
