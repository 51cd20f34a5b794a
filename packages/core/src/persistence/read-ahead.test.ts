import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAhead } from "./read-ahead.ts";
import { streamLines } from "./stream-lines.ts";

let folder: string;

async function module(name: string, code: string): Promise<URL> {
  const path = join(folder, `${name}.mjs`);
  await writeFile(path, code);
  return pathToFileURL(path);
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-ahead-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("readAhead", () => {
  const COUNT = `export default function* (last, { index, count }) {
    for (let value = index; value < last; value += count) yield { value };
  }`;

  it.each([
    { workers: 1, chunkSize: 4 },
    { workers: 3, chunkSize: 4 },
    { workers: 2, chunkSize: 1, chunksAhead: 1 },
  ])("gives what one thread would, in order, with %j", async (options) => {
    const values = readAhead<{ value: number }>({
      module: await module("count", COUNT),
      input: 22,
      ...options,
    });
    expect((await all(values)).map(({ value }) => value)).toEqual([...Array(22).keys()]);
  });

  it("gives nothing when there is nothing", async () => {
    expect(await all(readAhead({ module: await module("count", COUNT), input: 0 }))).toEqual([]);
  });

  it("waits when enough is ready", async () => {
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const code = `export default async function* (counter) {
      for (;;) { Atomics.add(counter, 0, 1); yield 1; await null; }
    }`;
    const endless = await module("endless", code);
    const values = readAhead({ module: endless, input: counter, chunkSize: 5, chunksAhead: 2 });
    await values.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    // Two chunks ready, one given out, one more being filled.
    expect(counter[0]).toBeLessThanOrEqual(20);
    await values.return();
  });

  it("passes errors on", async () => {
    const failing = await module(
      "failing",
      "export default function* () { yield 1; throw new Error('line 2 is bad'); }",
    );
    await expect(all(readAhead({ module: failing }))).rejects.toThrow("line 2 is bad");
    const ending = await module("ending", "export default function* () { process.exit(3); }");
    await expect(all(readAhead({ module: ending }))).rejects.toThrow(
      "Cannot read ahead: a worker ended early, got exit code 3",
    );
    await expect(all(readAhead({ module: failing, workers: 0 }))).rejects.toThrow(
      "Cannot read ahead: workers must be a positive whole number, got 0",
    );
  });
});

describe("streamLines", () => {
  async function lines(content: string | Uint8Array): Promise<string[]> {
    const path = join(folder, "lines.txt");
    await writeFile(path, content);
    return all(streamLines(path));
  }

  it("gives the lines of a file, whatever ends them", async () => {
    expect(await lines("a\r\n\nb\n")).toEqual(["a", "", "b"]);
    expect(await lines("a\nb")).toEqual(["a", "b"]);
    expect(await lines("")).toEqual([]);
  });

  it("joins what is split between two reads", async () => {
    const long = "é".repeat(200_001); // two bytes each: a read ends inside of one
    expect(await lines(`x${long}\n${long}`)).toEqual([`x${long}`, long]);
  });

  it("refuses what is no text, or not there", async () => {
    await expect(lines(Buffer.from("a\ncaf\u00e9\n", "latin1"))).rejects.toThrow(
      "lines.txt: the text after line 1 must be valid UTF-8",
    );
    await expect(all(streamLines(join(folder, "none")))).rejects.toThrow(
      /^Cannot read .*none: there is no such file$/,
    );
  });
});
