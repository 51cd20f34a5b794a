/** RNNsearch, the first model with attention. */
import type { EncoderDecoderConfig } from "../config.ts";
import { scaledBy, type TranslationPaperOptions } from "./paper-options.ts";

/**
 * Bahdanau et al. 2015: a bidirectional encoder of 2 x 1,000 GRU units, a decoder of 1,000, an additive score over 1,000 units, 500
 * maxout units, words of 620 numbers, 30,000 words.
 *
 * Trained there by Adadelta (ρ 0.95, ε 1e-6) on 80 sentences at a time, gradients clipped to norm 1.
 * The decoder starts from both directions' last states, there from the backward one's alone.
 *
 * Source: Bahdanau et al. 2015, https://arxiv.org/abs/1409.0473, section 4.2, appendices A.1, A.2 and B.
 *
 * @throws {RangeError} If `scale` is not above 0.
 *
 * @example
 * ```ts
 * import { bahdanau2015 } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const { attention, encoder } = bahdanau2015();
 * assert.deepEqual(attention, { score: "additive", units: 1000, feeding: "context" });
 * assert.equal(encoder.direction, "concatenate");
 * ```
 */
export function bahdanau2015(options: TranslationPaperOptions = {}): EncoderDecoderConfig {
  const { sourceVocabularySize = 30_000, targetVocabularySize = 30_000 } = options;
  const scaled = scaledBy(options.scale);
  const tokens = { kind: "tokens", embeddingSize: scaled(620) } as const;
  const gru = { cell: "gru", units: scaled(1000), resetAfter: false } as const;
  return {
    source: { ...tokens, vocabularySize: sourceVocabularySize },
    target: { ...tokens, vocabularySize: targetVocabularySize },
    encoder: { ...gru, direction: "concatenate" },
    decoder: { ...gru, maxoutUnits: scaled(500) },
    bridge: "dense",
    attention: { score: "additive", units: scaled(1000), feeding: "context" },
    initialization: { kernel: "normal", normalDeviation: 0.01, recurrentKernel: "orthogonal" },
  };
}
