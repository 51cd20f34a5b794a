import { describe, expect, it } from "vitest";
import { batchGroups } from "./batch-groups.ts";
import { Random } from "./random.ts";
import { shardOf } from "./shard-of.ts";
import { shuffleBuffer } from "./shuffle-buffer.ts";
import { streamBatches } from "./stream-batches.ts";

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

const NUMBERS = [...Array(500).keys()];

describe("shuffleBuffer", () => {
  const shuffled = (seed: number, size: number) =>
    all(shuffleBuffer(NUMBERS, { size, random: Random.fromSeed(seed) }));

  it("keeps every value, in an order that the seed decides", async () => {
    const first = await shuffled(1, 50);
    expect(first).not.toEqual(NUMBERS);
    expect([...first].sort((a, b) => a - b)).toEqual(NUMBERS);
    expect(await shuffled(1, 50)).toEqual(first);
    expect(await shuffled(2, 50)).not.toEqual(first);
  });

  it("moves no value further forward than it holds", async () => {
    const values = await shuffled(1, 50);
    expect(values.every((value, place) => value - place <= 50)).toBe(true);
    expect(await shuffled(1, 1)).toEqual(NUMBERS);
  });

  it("refuses a size that holds nothing", async () => {
    await expect(shuffled(1, 0)).rejects.toThrow(
      "Cannot shuffle a stream: size must be a positive whole number, got 0",
    );
  });
});

describe("streamBatches", () => {
  it("holds every example once, similar lengths together", async () => {
    const random = Random.fromSeed(1);
    const options = { lengths: (value: number) => [value % 7], batchSize: 8, window: 100, random };
    const batches = await all(streamBatches(NUMBERS, options));
    expect(batches.flat().sort((a, b) => a - b)).toEqual(NUMBERS);
    const mixed = batches.filter((batch) => new Set(batch.map((value) => value % 7)).size > 2);
    expect(mixed.length).toBeLessThan(batches.length / 5);
    await expect(all(streamBatches([1], { ...options, window: 0 }))).rejects.toThrow(
      "Cannot make batches: window must be a positive whole number, got 0",
    );
  });
});

describe("shards", () => {
  it("share an epoch and have the same number of batches", async () => {
    const shards = await Promise.all(
      [0, 1, 2].map((index) => all(shardOf(NUMBERS, { index, count: 3 }))),
    );
    expect(shards.map((shard) => shard.length)).toEqual([166, 166, 166]);
    expect(shards.flat().sort((a, b) => a - b)).toEqual(NUMBERS.slice(0, 498));
    await expect(all(shardOf(NUMBERS, { index: 2, count: 2 }))).rejects.toThrow(
      "Cannot take a shard: index must be a whole number from 0 to 1, got 2",
    );
  });
});

describe("batchGroups", () => {
  async function* stream(): AsyncGenerator<number> {
    yield* NUMBERS.slice(0, 5);
  }

  it.each([
    ["an array", () => NUMBERS.slice(0, 5)],
    ["a set", () => new Set(NUMBERS.slice(0, 5))],
    ["a stream", stream],
  ])("start anywhere in %s", async (_, make) => {
    expect(await all(batchGroups(make(), { skip: 0, size: 2 }))).toEqual([[0, 1], [2, 3], [4]]);
    expect(await all(batchGroups(make(), { skip: 3, size: 2 }))).toEqual([[3, 4]]);
    expect(await all(batchGroups(make(), { skip: 5, size: 1 }))).toEqual([]);
  });
});
