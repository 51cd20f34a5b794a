/** Global attention with input feeding. */
import type { AttentionConfig, EncoderDecoderConfig } from "../config.ts";
import { scaledBy, type TranslationPaperOptions } from "./paper-options.ts";

/** Options of {@link luong2015}. */
export interface Luong2015Options extends TranslationPaperOptions {
  /** How states are compared; all three are in section 3.1. @default "general" */
  readonly score?: Extract<AttentionConfig["score"], "dot" | "general" | "concat"> | undefined;
}

/**
 * Luong et al. 2015: 4 LSTM layers of 1,000 cells on each side, words of 1,000 numbers, 50,000 words, dropout 0.2, global attention
 * with input feeding.
 *
 * Feed it sources in reverse. Trained there by gradient descent (12 epochs, learning rate 1, halved every epoch after 8) on 128
 * sentences at a time, gradients clipped to norm 5.
 *
 * Source: Luong et al. 2015, https://arxiv.org/abs/1508.04025, sections 3.1, 3.3 and 4.1.
 *
 * @throws {RangeError} If `scale` is not above 0.
 *
 * @example
 * ```ts
 * import { luong2015 } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.deepEqual(luong2015({ score: "dot" }).attention, { score: "dot", feeding: "input" });
 * ```
 */
export function luong2015(options: Luong2015Options = {}): EncoderDecoderConfig {
  const {
    sourceVocabularySize = 50_000,
    targetVocabularySize = 50_000,
    score = "general",
  } = options;
  const scaled = scaledBy(options.scale);
  const tokens = { kind: "tokens", embeddingSize: scaled(1000) } as const;
  const stack = {
    units: scaled(1000),
    layers: 4,
    dropout: { input: 0.2, between: 0.2, output: 0.2 },
  };
  return {
    source: { ...tokens, vocabularySize: sourceVocabularySize },
    target: { ...tokens, vocabularySize: targetVocabularySize },
    encoder: stack,
    decoder: stack,
    bridge: "pass",
    attention: { score, feeding: "input" },
    initialization: {
      kernel: "uniform",
      recurrentKernel: "uniform",
      uniformLimit: 0.1,
      embeddingLimit: 0.1,
      forgetBias: 0,
    },
  };
}
