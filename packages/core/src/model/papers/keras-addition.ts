/** Keras's example of sequence to sequence learning: sums of numbers, digit by digit. */
import type { RepeatVectorConfig } from "../config.ts";
import { type PaperOptions, scaledBy } from "./paper-options.ts";

/** Options of {@link kerasAddition}. */
export interface KerasAdditionOptions extends PaperOptions {
  /** Most digits of each number. @default 3 */
  readonly digits?: number | undefined;
}

/**
 * Keras's example: LSTM 128 -> repeat vector -> LSTM 128 -> dense per step, over one-hot characters (0 to 9, +, space).
 *
 * Feed it questions in reverse. Trained there by Adam (learning rate 0.001) on 32 of 45,000 questions at a time, 5,000 held out.
 *
 * Source: https://keras.io/examples/nlp/addition_rnn/
 *
 * @throws {RangeError} If `scale` is not above 0.
 *
 * @example
 * ```ts
 * import { kerasAddition } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.equal(kerasAddition().encoder.units, 128);
 * assert.equal(kerasAddition({ digits: 5 }).outputLength, 6);
 * ```
 */
export function kerasAddition(options: KerasAdditionOptions = {}): RepeatVectorConfig {
  const { digits = 3 } = options;
  const units = scaledBy(options.scale)(128);
  return {
    source: { kind: "oneHot", vocabularySize: 12 },
    target: { kind: "tokens", vocabularySize: 12 },
    outputLength: digits + 1,
    encoder: { units },
    decoder: { units },
  };
}
