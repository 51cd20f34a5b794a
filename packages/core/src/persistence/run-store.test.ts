import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WeightValues } from "../model/parameters.ts";
import { RunStore } from "./run-store.ts";

interface Position {
  readonly step: number;
  readonly loss: number;
}
interface Report {
  readonly step: number;
  readonly loss: number;
  readonly elapsedSeconds: number;
  readonly tokensPerSecond: number;
}

let folder: string;
let notices: string[];
let store: RunStore<Position, Report>;

function weights(value: number): Map<string, WeightValues> {
  return new Map([["w", { shape: [3], values: Float32Array.of(value, 0.1, -value) }]]);
}

function save(step: number): Promise<void> {
  return store.saveState({ position: { step, loss: step / 3 }, tensors: weights(step) });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-store-"));
  notices = [];
  store = new RunStore(folder, { onNotice: (text) => notices.push(text) });
});
afterEach(() => rm(folder, { recursive: true }));

describe("states", () => {
  it("come back as they were, the newest and the one before are kept", async () => {
    expect(await store.loadState()).toBeUndefined();
    for (const step of [9, 10, 11]) await save(step);
    const state = await store.loadState();
    expect(state).toEqual({ position: { step: 11, loss: 11 / 3 }, tensors: weights(11) });
    expect((await readdir(join(folder, "state"))).sort()).toEqual([
      "10.json",
      "10.safetensors",
      "11.json",
      "11.safetensors",
    ]);
  });

  it("hold numbers that JSON does not have", async () => {
    for (const loss of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      await store.saveState({ position: { step: 1, loss }, tensors: new Map() });
      expect((await store.loadState())?.position.loss).toBe(loss);
    }
  });

  it.each([
    ["tensors cut off", (path: string) => truncate(`${path}.safetensors`, 40)],
    ["tensors empty", (path: string) => truncate(`${path}.safetensors`, 0)],
    ["tensors gone", (path: string) => rm(`${path}.safetensors`)],
    ["a byte of the tensors changed", (path: string) => flipByte(`${path}.safetensors`, -2)],
    [
      "a byte of the tensors' header changed",
      (path: string) => flipByte(`${path}.safetensors`, 12),
    ],
    ["position cut off", (path: string) => truncate(`${path}.json`, 30)],
    ["position empty", (path: string) => truncate(`${path}.json`, 0)],
    ["a digit of the position changed", (path: string) => changeStep(`${path}.json`)],
    ["something behind the position", (path: string) => appendFile(`${path}.json`, "x")],
  ])("with %s give way to the one before, with a notice", async (_, damage) => {
    await save(10);
    await save(20);
    await damage(join(folder, "state", "20"));
    expect((await store.loadState())?.position.step).toBe(10);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(
      /^the state of step 20 is damaged \(.+\); the one before it is used$/,
    );
    await save(15);
    expect((await store.loadState())?.position.step).toBe(15);
    expect(notices).toHaveLength(1);
  });

  it("that are all damaged leave nothing", async () => {
    await save(10);
    await truncate(join(folder, "state", "10.json"), 5);
    expect(await store.loadState()).toBeUndefined();
    expect(notices).toHaveLength(1);
  });

  it("are not taken from a write that was cut short, whose leftovers go", async () => {
    await save(10);
    await writeFile(join(folder, "state", "20.safetensors"), "half");
    await writeFile(join(folder, "state", "20.json.123"), "half");
    expect((await store.loadState())?.position.step).toBe(10);
    await save(11);
    expect(await readdir(join(folder, "state"))).toHaveLength(4);
    expect(notices).toEqual([]);
  });
});

describe("weights", () => {
  it("of the steps that are kept stay, the others go", async () => {
    for (const step of [1, 2, 3]) await store.saveKept(step, weights(step), [1, step]);
    expect(await store.loadKept(1)).toEqual(weights(1));
    expect(await store.loadKept(3)).toEqual(weights(3));
    await expect(store.loadKept(2)).rejects.toThrow("ENOENT");
  });

  it("that are the best come back", async () => {
    await store.saveBest(weights(5));
    expect(await store.loadBest()).toEqual(weights(5));
  });
});

it("reports are lines without what the clock decides", async () => {
  const report = { step: 3, loss: 0.1, elapsedSeconds: 8, tokensPerSecond: 9 };
  await store.saveReports([report, { ...report, step: 4 }]);
  expect(await readFile(join(folder, "metrics.jsonl"), "utf8")).toBe(
    '{"step":3,"loss":0.1}\n{"step":4,"loss":0.1}\n',
  );
});

async function flipByte(path: string, position: number): Promise<void> {
  const bytes = await readFile(path);
  const place = position < 0 ? bytes.length + position : position;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

async function changeStep(path: string): Promise<void> {
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace('"step":20', '"step":21'));
}
