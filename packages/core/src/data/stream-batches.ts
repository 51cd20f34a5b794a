/** Length buckets over a stream: a window of it at a time. */
import { type LengthBucketsOptions, lengthBuckets } from "./length-buckets.ts";

/** Options of {@link streamBatches}. */
export interface StreamBatchesOptions<Example> extends LengthBucketsOptions {
  /** The lengths of an example's sequences, the most costly first. */
  readonly lengths: (example: Example) => readonly number[];
  /** Examples that are sorted by length together, at least 1. @default 10,000 */
  readonly window?: number | undefined;
}

/**
 * Batches of similar length from a stream, window by window.
 *
 * @throws {RangeError} If no limit is given, or an option is not a positive whole number.
 *
 * @example
 * ```ts
 * import { streamBatches } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const batches: string[][] = [];
 * const options = { lengths: (word: string) => [word.length], batchSize: 2, window: 4 };
 * for await (const batch of streamBatches(["aaa", "b", "cc", "d", "e"], options)) batches.push(batch);
 * assert.deepEqual(batches, [["b", "d"], ["cc", "aaa"], ["e"]]);
 * ```
 */
export async function* streamBatches<Example>(
  examples: Iterable<Example> | AsyncIterable<Example>,
  options: StreamBatchesOptions<Example>,
): AsyncGenerator<Example[], void, undefined> {
  const { lengths, window = 10_000, ...limits } = options;
  if (!Number.isInteger(window) || window < 1) {
    throw new RangeError(
      `Cannot make batches: window must be a positive whole number, got ${window}`,
    );
  }
  let held: Example[] = [];
  const batches = function* (): Generator<Example[]> {
    for (const indices of lengthBuckets(held.map(lengths), limits)) {
      yield indices.map((index) => held[index] as Example);
    }
  };
  for await (const example of examples) {
    held.push(example);
    if (held.length < window) continue;
    yield* batches();
    held = [];
  }
  if (held.length > 0) yield* batches();
}
