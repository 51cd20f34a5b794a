/** Work on several things at once, on no more than a few. */

/**
 * Does the work of each item, in their order, at most `limit` at once.
 *
 * @returns The results in the order of the items.
 * @throws {RangeError} If `limit` is no positive whole number.
 * @throws What a work threw first; the others that have begun go on.
 *
 * @example
 * ```ts
 * import { atMost } from "@encdec/compare";
 * import { assert } from "vitest";
 *
 * assert.deepEqual(await atMost(2, [1, 2, 3], async (number) => 10 * number), [10, 20, 30]);
 * ```
 */
export async function atMost<Item, Result>(
  limit: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new RangeError(
      `Cannot work at once: the limit must be a positive whole number, got ${limit}`,
    );
  }
  const results: Result[] = [];
  const waiting = [...items.entries()];
  const workers = Array.from({ length: Math.min(limit, items.length) }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, item] = next;
      results[index] = await work(item);
    }
  });
  await Promise.all(workers);
  return results;
}
