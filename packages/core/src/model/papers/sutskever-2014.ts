/** Deep LSTMs that read the source in reverse. */
import type { EncoderDecoderConfig } from "../config.ts";
import { scaledBy, type TranslationPaperOptions } from "./paper-options.ts";

/**
 * Sutskever et al. 2014: 4 LSTM layers of 1,000 cells on each side, words of 1,000 numbers, 160,000 source and 80,000 target words.
 *
 * 384 million weights, as there. Feed it sources in reverse. Trained there by gradient descent (learning rate 0.7, halved every half epoch after 5 of 7.5) on
 * 128 sentences at a time, gradients clipped to norm 5.
 *
 * Source: Sutskever et al. 2014, https://arxiv.org/abs/1409.3215, sections 3.3 and 3.4.
 *
 * @throws {RangeError} If `scale` is not above 0.
 *
 * @example
 * ```ts
 * import { sutskever2014 } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.deepEqual(sutskever2014().encoder, { units: 1000, layers: 4 });
 * ```
 */
export function sutskever2014(options: TranslationPaperOptions = {}): EncoderDecoderConfig {
  const { sourceVocabularySize = 160_000, targetVocabularySize = 80_000 } = options;
  const scaled = scaledBy(options.scale);
  const tokens = { kind: "tokens", embeddingSize: scaled(1000) } as const;
  const stack = { units: scaled(1000), layers: 4 };
  return {
    source: { ...tokens, vocabularySize: sourceVocabularySize },
    target: { ...tokens, vocabularySize: targetVocabularySize },
    encoder: stack,
    decoder: stack,
    bridge: "pass",
    initialization: {
      kernel: "uniform",
      recurrentKernel: "uniform",
      uniformLimit: 0.08,
      embeddingLimit: 0.08,
      forgetBias: 0,
    },
  };
}
