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
  const { embeddingSize, units, layers } = settings;
  return new EncoderDecoder(
    {
      sourceVocabularySize: encoder.source.vocabulary.size,
      targetVocabularySize: encoder.target.vocabulary.size,
      embeddingSize,
      units,
      layers,
    },
    () => random.uniform(),
  );
}
