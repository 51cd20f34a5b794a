import { describe, expect, it } from "vitest";
import { presets, type TranslateConfig } from "./config.ts";
import { loadData, sourceKey } from "./data.ts";

function load(data: Partial<TranslateConfig["data"]> = {}, seed = 1) {
  return loadData({ seed, data: { ...presets.small.data, ...data } });
}

describe("loadData", () => {
  it("has no source in two sets, in whatever case or spacing", async () => {
    const { train, validation, test } = await load();
    const keys = [train, validation, test].map(
      (set) => new Set(set.map(({ source }) => sourceKey(source))),
    );
    const sizes = keys.map((set) => set.size);
    expect(Math.min(...sizes)).toBeGreaterThan(200);
    expect(new Set(keys.flatMap((set) => [...set])).size).toBe(sizes.reduce((a, b) => a + b));
  });

  it("has no pair twice", async () => {
    const { train } = await load();
    expect(new Set(train.map(({ source, target }) => `${source}\t${target}`)).size).toBe(
      train.length,
    );
  });

  it("has a fingerprint that tells data apart", async () => {
    const [first, again, fewer] = [await load(), await load(), await load({ limit: 500 })];
    expect(again.fingerprint).toBe(first.fingerprint);
    expect(fewer.fingerprint).not.toBe(first.fingerprint);
    expect(fewer.train.length + fewer.validation.length + fewer.test.length).toBe(500);
  });

  it("reads wesnoth from English only", async () => {
    await expect(load({ from: "wesnoth", sourceLanguage: "fr" })).rejects.toThrow(
      'Cannot load wesnoth: its sources are English, got data.sourceLanguage "fr"',
    );
  });
});
