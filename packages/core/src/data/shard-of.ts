/** A process's part of an epoch, when several train one model. */

/** Which part. */
export interface Shard {
  /** Number of this part, from 0. */
  readonly index: number;
  /** How many parts there are. */
  readonly count: number;
}

/**
 * Every `count`-th batch, from the one at `index`. All shards have the same number of batches: what
 * is left over at the end is left out, since every step needs a batch in every process.
 *
 * @throws {RangeError} If `index` is not a whole number from 0 to `count - 1`.
 *
 * @example
 * ```ts
 * import { shardOf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const shard: string[] = [];
 * const batches = ["a", "b", "c", "d", "e"];
 * for await (const batch of shardOf(batches, { index: 1, count: 2 })) shard.push(batch);
 * assert.deepEqual(shard, ["b", "d"]);
 * ```
 */
export async function* shardOf<Batch>(
  batches: Iterable<Batch> | AsyncIterable<Batch>,
  shard: Shard,
): AsyncGenerator<Batch, void, undefined> {
  const { index, count } = shard;
  if (!Number.isInteger(index) || !Number.isInteger(count) || index < 0 || index >= count) {
    throw new RangeError(
      `Cannot take a shard: index must be a whole number from 0 to ${count - 1}, got ${index}`,
    );
  }
  let position = 0;
  let own: Batch | undefined;
  for await (const batch of batches) {
    if (position % count === index) own = batch;
    position++;
    if (position % count === 0) yield own as Batch;
  }
}
