import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { presets } from "./config.ts";
import { type DataConfig, loadData, loadTestPairs, sourceKey } from "./data.ts";

function load(data: Partial<DataConfig["data"]> = {}, seed = 1, onStep?: (text: string) => void) {
  return loadData({ seed, data: { ...presets.small.data, ...data } }, onStep);
}

/** Files in a folder that is removed after the test. */
async function files(contents: Record<string, string>): Promise<(name: string) => string> {
  const folder = await mkdtemp(join(tmpdir(), "encdec-data-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(contents)) {
    await writeFile(join(folder, name), content);
  }
  return (name) => join(folder, name);
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

  it("takes validation and test sets from files and trains on none of their sources", async () => {
    const at = await files({
      "train.tsv": "Go.\tVa.\nRun!\tCours !\nSTOP!\tStop !\nHi.\tSalut.\n",
      "dev.tsv": "go.\tVa.\tAllez.\n",
      "test.tsv": "Stop!\tArrête !\tStop !\tArrête !\n",
    });
    const heard: string[] = [];
    const options = {
      from: at("train.tsv"),
      validationFile: at("dev.tsv"),
      testFile: at("test.tsv"),
    };
    const data = await load(options, 1, (text) => heard.push(text));
    expect(data.train.map(({ source }) => source).sort()).toEqual(["Hi.", "Run!"]);
    expect(data.validation.map(({ target }) => target)).toEqual(["Va.", "Allez."]);
    expect(data.test.map(({ target }) => target)).toEqual(["Arrête !", "Stop !"]);
    expect(heard).toEqual(["left out 2 pairs whose source is in a validation or test file"]);
    const swapped = { ...options, validationFile: at("test.tsv"), testFile: at("dev.tsv") };
    expect((await load(swapped)).fingerprint).not.toBe(data.fingerprint);
    const { train, test } = await load({ from: at("train.tsv"), validationFile: at("dev.tsv") });
    expect([train.length, test.length]).toEqual([2, 1]);
  });

  it("leaves out what the cleaning rules say, and reports it", async () => {
    const at = await files({
      "pairs.tsv": "Go.\tVa.\nGo.\tVa. \nParis\tParis\nRun!\tCours !\nHi.\tSalut.\n",
    });
    const heard: string[] = [];
    const from = at("pairs.tsv");
    const cleaning = { dropIdentical: true };
    const data = await load({ from, cleaning }, 1, (text) => heard.push(text));
    expect(heard).toEqual(["kept 3 of 5 pairs; left out 1 duplicate, 1 identical sides"]);
    expect(data.cleaning.kept).toBe(3);
    expect([...data.train, ...data.validation, ...data.test]).toHaveLength(3);
  });
});

describe("loadTestPairs", () => {
  it("reads lines, or what the name's ending says when the languages are known", async () => {
    const at = await files({
      "a.tsv": "Go.\tVa.\tAllez.\tVa.\n",
      "a.po": 'msgid "Go."\nmsgstr "Va."\n',
    });
    expect(await loadTestPairs(at("a.tsv"))).toHaveLength(2);
    const languages = { sourceLanguage: "en", targetLanguage: "fr" };
    expect(await loadTestPairs(at("a.po"), languages)).toEqual([{ source: "Go.", target: "Va." }]);
  });
});
