/** Batches of sequences of similar length, so that little time goes into padding. */
import type { Random } from "./random.ts";

/** Options of {@link lengthBuckets}: one limit or both. */
export interface LengthBucketsOptions {
  /** Most examples in one batch, at least 1. */
  readonly batchSize?: number | undefined;
  /**
   * Most tokens in one batch with its padding, all sequences of an example together; an example that
   * is longer has a batch of its own.
   */
  readonly tokensPerBatch?: number | undefined;
  /** Shuffles the order of the batches and who meets whom inside a length. @default no shuffling */
  readonly random?: Random | undefined;
}

/**
 * Groups examples of similar length into batches.
 *
 * @param lengths The lengths of each example's sequences, the most costly first: `[source, target]`.
 * @returns Indices into `lengths`; every example is in exactly one batch.
 * @throws {RangeError} If no limit is given, or one is not a positive whole number.
 *
 * @example
 * ```ts
 * import { lengthBuckets } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const lengths = [[9], [2], [8], [2]];
 * assert.deepEqual(lengthBuckets(lengths, { batchSize: 2 }), [[1, 3], [2, 0]]);
 * assert.deepEqual(lengthBuckets(lengths, { tokensPerBatch: 10 }), [[1, 3], [2], [0]]);
 * ```
 */
export function lengthBuckets(
  lengths: readonly (readonly number[])[],
  options: LengthBucketsOptions,
): number[][] {
  const { batchSize, tokensPerBatch, random } = options;
  checkLimits({ batchSize, tokensPerBatch });
  const indices = [...lengths.keys()];
  // The sort is stable: shuffled examples stay shuffled inside a length.
  const order = (random ? random.shuffle(indices) : indices).sort((a, b) =>
    compareLengths(lengths[a] ?? [], lengths[b] ?? []),
  );
  const batches: number[][] = [];
  let batch: number[] = [];
  let longest: number[] = [];
  for (const index of order) {
    const own = lengths[index] ?? [];
    const padded = own.map((length, position) => Math.max(length, longest[position] ?? 0));
    const tokens = (batch.length + 1) * padded.reduce((sum, length) => sum + length, 0);
    const isFull =
      batch.length === batchSize || (tokensPerBatch !== undefined && tokens > tokensPerBatch);
    if (isFull && batch.length > 0) {
      batches.push(batch);
      batch = [];
    }
    longest = batch.length === 0 ? [...own] : padded;
    batch.push(index);
  }
  if (batch.length > 0) batches.push(batch);
  return random ? random.shuffle(batches) : batches;
}

function checkLimits(limits: { readonly [name: string]: number | undefined }): void {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  if (given.length === 0) {
    throw new RangeError(
      "Cannot make batches: batchSize or tokensPerBatch must limit them, got none",
    );
  }
  for (const [name, value] of given) {
    if (!Number.isInteger(value) || (value as number) < 1) {
      throw new RangeError(
        `Cannot make batches: ${name} must be a positive whole number, got ${value}`,
      );
    }
  }
}

function compareLengths(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((length, position) => length !== b[position]);
  return differing === -1 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}
