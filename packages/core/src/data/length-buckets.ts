/** Batches of sequences of similar length, so that little time goes into padding. */
import type { Random } from "./random.ts";

/** Options of {@link lengthBuckets}. */
export interface LengthBucketsOptions {
  /** Most examples in one batch, at least 1. */
  readonly batchSize: number;
  /** Shuffles the order of the batches and who meets whom inside a length. @default no shuffling */
  readonly random?: Random;
}

/**
 * Groups examples of similar length into batches.
 *
 * @param lengths The lengths of each example's sequences, the most costly first: `[source, target]`.
 * @returns Indices into `lengths`; every example is in exactly one batch.
 * @throws {RangeError} If `batchSize` is not a positive whole number.
 *
 * @example
 * ```ts
 * import { lengthBuckets } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const batches = lengthBuckets([[9], [2], [8], [2]], { batchSize: 2 });
 * assert.deepEqual(batches, [[1, 3], [2, 0]]);
 * ```
 */
export function lengthBuckets(
  lengths: readonly (readonly number[])[],
  options: LengthBucketsOptions,
): number[][] {
  const { batchSize, random } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(
      `Cannot make batches: batchSize must be a positive whole number, got ${batchSize}`,
    );
  }
  const indices = [...lengths.keys()];
  // The sort is stable: shuffled examples stay shuffled inside a length.
  const order = (random ? random.shuffle(indices) : indices).sort((a, b) =>
    compareLengths(lengths[a] ?? [], lengths[b] ?? []),
  );
  const batches: number[][] = [];
  for (let start = 0; start < order.length; start += batchSize) {
    batches.push(order.slice(start, start + batchSize));
  }
  return random ? random.shuffle(batches) : batches;
}

function compareLengths(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((length, position) => length !== b[position]);
  return differing === -1 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}
