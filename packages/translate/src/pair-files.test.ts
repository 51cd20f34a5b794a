import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filePairs, parallelPairs, tabSeparatedPairs } from "./pair-files.ts";

let folder: string;

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-pairs-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("tabSeparatedPairs", () => {
  it("takes every further column for a translation, but not Tatoeba's attribution", async () => {
    const path = await file(
      "a.tsv",
      "Stop!\tArrête !\tStop !\n\nGo.\tVa.\tCC-BY 2.0 (France) #1\n",
    );
    expect(await tabSeparatedPairs(path)).toEqual([
      { source: "Stop!", target: "Arrête !" },
      { source: "Stop!", target: "Stop !" },
      { source: "Go.", target: "Va." },
    ]);
  });

  it.each([
    ["Go.\tVa.\nno tab here\n", 'line 2 must be source, tab, target, got "no tab here"'],
    ["Go.\t\n", 'line 1 must be source, tab, target, got "Go.\\t"'],
    ["\tVa.\n", 'line 1 must be source, tab, target, got "\\tVa."'],
  ])("refuses %j", async (content, reason) => {
    const path = await file("bad.tsv", content);
    await expect(tabSeparatedPairs(path)).rejects.toThrow(`Cannot read ${path}: ${reason}`);
  });
});

describe("parallelPairs", () => {
  it("pairs lines of the same number, without empty ones", async () => {
    const source = await file("a.en", "one\n\nthree\n");
    const target = await file("a.fr", "un\n\ntrois\n");
    expect(await parallelPairs(source, target)).toEqual([
      { source: "one", target: "un" },
      { source: "three", target: "trois" },
    ]);
  });

  it("refuses files of unequal length", async () => {
    const source = await file("b.en", "one\ntwo\n");
    const target = await file("b.fr", "un\n");
    await expect(parallelPairs(source, target)).rejects.toThrow(
      `Cannot pair ${source} with ${target}: both must have the same number of lines, got 2 and 1`,
    );
  });
});

describe("filePairs", () => {
  const languages = { sourceLanguage: "en", targetLanguage: "fr" };

  it("reads what the name's ending says, and lines otherwise", async () => {
    const written = 'msgid "Stop! Go."\nmsgstr "Arrête ! Va."\n';
    expect(await filePairs(await file("a.PO", written), languages)).toEqual([
      { source: "Stop!", target: "Arrête !" },
      { source: "Go.", target: "Va." },
    ]);
    const memory =
      '<tmx><tu><tuv xml:lang="en"><seg>Go.</seg></tuv><tuv xml:lang="fr"><seg>Va.</seg></tuv></tu></tmx>';
    const go = [{ source: "Go.", target: "Va." }];
    expect(await filePairs(await file("a.tmx", memory), languages)).toEqual(go);
    expect(await filePairs(await file("a.txt", "Go.\tVa.\n"), languages)).toEqual(go);
  });

  it("names a file that is missing or no catalogue", async () => {
    const missing = join(folder, "missing.mo");
    await expect(filePairs(missing, languages)).rejects.toThrow(
      `Cannot read ${missing}: there is no such file`,
    );
    const wrong = await file("wrong.mo", "Go.\tVa.\n");
    await expect(filePairs(wrong, languages)).rejects.toThrow(
      `Cannot read ${wrong}: it must be a whole gettext .mo file, got 8 bytes`,
    );
  });
});
