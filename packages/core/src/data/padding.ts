/** Sequences of unequal length in one rectangle, with a mask that tells tokens from padding. */

/** A batch of id sequences, row by row. */
export interface PaddedSequences {
  /** Token ids, `[batch, steps]` in row order; 0 where there is padding. */
  readonly ids: Int32Array;
  /** 1 for a token, 0 for padding, `[batch, steps]` in row order. */
  readonly mask: Float32Array;
  /** Number of sequences and number of steps. */
  readonly shape: readonly [batch: number, steps: number];
  /** Number of tokens that are not padding. */
  readonly tokenCount: number;
}

/** Options of {@link padSequences}. */
export interface PadOptions {
  /** Steps of the result, at least the longest sequence. @default the longest sequence */
  readonly steps?: number;
}

/**
 * Puts sequences into one rectangle, padded with id 0 after their last token.
 *
 * @throws {RangeError} If there is no sequence, or one is longer than `steps`.
 *
 * @example
 * ```ts
 * import { padSequences } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const { ids, mask, shape } = padSequences([[5, 6], [7]]);
 * assert.deepEqual([...ids], [5, 6, 7, 0]);
 * assert.deepEqual([...mask], [1, 1, 1, 0]);
 * assert.deepEqual(shape, [2, 2]);
 * ```
 */
export function padSequences(
  sequences: readonly (readonly number[])[],
  options: PadOptions = {},
): PaddedSequences {
  if (sequences.length === 0) {
    throw new RangeError("Cannot pad sequences: at least one is needed, got 0");
  }
  const longest = Math.max(...sequences.map((sequence) => sequence.length));
  const steps = options.steps ?? longest;
  if (longest > steps) {
    throw new RangeError(
      `Cannot pad sequences: the longest has ${longest} tokens, allowed are ${steps}`,
    );
  }
  const ids = new Int32Array(sequences.length * steps);
  const mask = new Float32Array(sequences.length * steps);
  let tokenCount = 0;
  for (const [row, sequence] of sequences.entries()) {
    ids.set(sequence, row * steps);
    mask.fill(1, row * steps, row * steps + sequence.length);
    tokenCount += sequence.length;
  }
  return { ids, mask, shape: [sequences.length, steps], tokenCount };
}
