/** Batches of items of similar length, results in the items' own order. */

/**
 * Maps items in batches of similar length, so that there is little padding, and gives the results in the items' order.
 *
 * @param options.map Results of a batch, one for each item of it, in order.
 * @throws What `map` throws; `RangeError` if `batchSize` is no whole number above 0.
 *
 * @example
 * ```ts
 * import { mapInLengthOrder } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const batches: string[][] = [];
 * const upper = await mapInLengthOrder(["ccc", "a", "bb"], {
 *   batchSize: 2,
 *   length: (text) => text.length,
 *   map: async (batch) => {
 *     batches.push([...batch]);
 *     return batch.map((text) => text.toUpperCase());
 *   },
 * });
 * assert.deepEqual(upper, ["CCC", "A", "BB"]);
 * assert.deepEqual(batches, [["a", "bb"], ["ccc"]]);
 * ```
 */
export async function mapInLengthOrder<Item, Result>(
  items: readonly Item[],
  options: {
    readonly batchSize: number;
    readonly length: (item: Item) => number;
    readonly map: (batch: readonly Item[]) => Promise<readonly Result[]>;
  },
): Promise<Result[]> {
  const { batchSize, length, map } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(
      `Cannot make batches: batchSize must be an integer of at least 1, got ${batchSize}`,
    );
  }
  const order = items
    .map((item, index) => ({ item, index, size: length(item) }))
    .sort((a, b) => a.size - b.size);
  const results: Result[] = new Array(items.length);
  for (let start = 0; start < order.length; start += batchSize) {
    const batch = order.slice(start, start + batchSize);
    const mapped = await map(batch.map(({ item }) => item));
    for (const [row, { index }] of batch.entries()) results[index] = mapped[row] as Result;
  }
  return results;
}
