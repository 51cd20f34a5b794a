/** Shuffles a stream of which only a part fits into memory. */
import type { Random } from "./random.ts";

/** Options of {@link shuffleBuffer}. */
export interface ShuffleBufferOptions {
  /** Values held in memory, at least 1: a value can move forward by at most so many places. */
  readonly size: number;
  readonly random: Random;
}

/**
 * Gives the values of a stream in random order: each next one is drawn from a buffer, where the
 * stream's next value takes its place.
 *
 * @throws {RangeError} If `size` is not a positive whole number.
 *
 * @example
 * ```ts
 * import { Random, shuffleBuffer } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const shuffled: number[] = [];
 * const options = { size: 3, random: Random.fromSeed(1) };
 * for await (const value of shuffleBuffer([1, 2, 3, 4, 5, 6], options)) shuffled.push(value);
 * assert.notDeepEqual(shuffled, [1, 2, 3, 4, 5, 6]);
 * assert.deepEqual(shuffled.sort(), [1, 2, 3, 4, 5, 6]);
 * ```
 */
export async function* shuffleBuffer<T>(
  values: Iterable<T> | AsyncIterable<T>,
  options: ShuffleBufferOptions,
): AsyncGenerator<T, void, undefined> {
  const { size, random } = options;
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(
      `Cannot shuffle a stream: size must be a positive whole number, got ${size}`,
    );
  }
  const buffer: T[] = [];
  for await (const value of values) {
    if (buffer.length < size) {
      buffer.push(value);
      continue;
    }
    const place = random.integer(size);
    const drawn = buffer[place] as T;
    buffer[place] = value;
    yield drawn;
  }
  yield* random.shuffle(buffer);
}
