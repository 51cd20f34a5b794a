/** The RNN Encoder-Decoder, for which the GRU was made. */
import type { EncoderDecoderConfig } from "../config.ts";
import { scaledBy, type TranslationPaperOptions } from "./paper-options.ts";

/**
 * Cho et al. 2014: a GRU of 1,000 units on each side, words of 100 numbers, 500 maxout units, 15,000 words.
 *
 * Trained there by Adadelta (ρ 0.95, ε 1e-6) on 64 phrase pairs at a time.
 *
 * Source: Cho et al. 2014, https://arxiv.org/abs/1406.1078, sections 2.2 and 4.1.1, appendix A.
 *
 * @throws {RangeError} If `scale` is not above 0.
 *
 * @example
 * ```ts
 * import { cho2014 } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.equal(cho2014().decoder.units, 1000);
 * assert.equal(cho2014({ scale: 0.1 }).encoder.units, 100);
 * ```
 */
export function cho2014(options: TranslationPaperOptions = {}): EncoderDecoderConfig {
  const { sourceVocabularySize = 15_000, targetVocabularySize = 15_000 } = options;
  const scaled = scaledBy(options.scale);
  const tokens = { kind: "tokens", embeddingSize: scaled(100) } as const;
  const gru = { cell: "gru", units: scaled(1000), resetAfter: false } as const;
  return {
    source: { ...tokens, vocabularySize: sourceVocabularySize },
    target: { ...tokens, vocabularySize: targetVocabularySize },
    encoder: gru,
    decoder: { ...gru, readsEncoding: true, maxoutUnits: scaled(500) },
    bridge: "dense",
    initialization: { kernel: "normal", normalDeviation: 0.01, recurrentKernel: "orthogonal" },
  };
}
