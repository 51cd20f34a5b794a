import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, assert, beforeEach, test, vi } from "vitest";
import { debianPairs, joinDescriptions, shortDescriptions } from "./debian-descriptions.ts";

const ENGLISH = `Package: kettle
Description-md5: 11
Description-en: boils water
 A kettle: it boils water,
 .
 as the name says.

Package: teapot
Description-md5: 22
Description-en: keeps tea warm - transitional package

Package: teapot-data
Description-md5: 33
Description-en: boils water
`;
const FRENCH = `Package: kettle
Description-md5: 11
Description-fr: fait bouillir l’eau –⋅bien
 Une bouilloire.

Package: teapot
Description-md5: 20
Description-fr: d'une autre version

Package: teapot-data
Description-md5: 33
Description-fr: fait bouillir l’eau –\u00a0bien
`;
const PAIRS = [{ source: "boils water", target: "fait bouillir l’eau – bien" }];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "encdec debian descriptions "));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A source of packages that has descriptions and no packages; a space in its path is written %20. */
async function makeSource(lists: Record<string, string>): Promise<string> {
  const release = path.join(folder, "source", "dists", "stable");
  await mkdir(path.join(release, "main", "i18n"), { recursive: true });
  await mkdir(path.join(release, "main", "binary-amd64"));
  const files = {
    "main/binary-amd64/Packages": "",
    ...Object.fromEntries(
      Object.entries(lists).map(([language, list]) => [`main/i18n/Translation-${language}`, list]),
    ),
  };
  const sums = Object.entries(files).map(([name, content]) => {
    const hash = createHash("sha256").update(content).digest("hex");
    return ` ${hash} ${Buffer.byteLength(content)} ${name}\n`;
  });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(release, name), content);
  }
  await writeFile(
    path.join(release, "Release"),
    `Codename: stable\nArchitectures: amd64\nComponents: main\nDate: Thu, 01 Jan 2026 00:00:00 UTC\nSHA256:\n${sums.join("")}`,
  );
  const sourceList = path.join(folder, "sources.list");
  const address = path.join(folder, "source").replaceAll(" ", "%20");
  await writeFile(sourceList, `deb [trusted=yes arch=amd64] file:${address} stable main\n`);
  return sourceList;
}

const hasApt = existsSync("/usr/bin/apt-get");

test.runIf(hasApt)(
  "fetches lists with apt, joins them, and reads them from the cache",
  async () => {
    const sourceList = await makeSource({
      en: ENGLISH,
      fr: FRENCH,
      pt_BR: FRENCH.replaceAll("-fr", "-pt_BR"),
    });
    const cacheFolder = path.join(folder, "cache");
    const heard: string[] = [];
    const load = (targetLanguage: string) =>
      debianPairs({
        sourceLanguage: "en",
        targetLanguage,
        cacheFolder,
        sourceList,
        onStep: (text) => heard.push(text),
      });
    assert.deepEqual(await load("fr"), PAIRS);
    assert.deepEqual(await load("pt-br"), PAIRS);
    assert.lengthOf(heard, 2);
    vi.stubEnv("PATH", "/nonexistent");
    assert.deepEqual(await load("fr"), PAIRS);
    assert.sameMembers(await readdir(cacheFolder), ["debian-en-fr", "debian-en-pt_BR"]);
    assert.lengthOf(heard, 2);
  },
);

test.runIf(hasApt)("says which languages have no descriptions, and leaves nothing", async () => {
  const sourceList = await makeSource({ en: ENGLISH });
  const cacheFolder = path.join(folder, "cache");
  const options = { sourceLanguage: "en", targetLanguage: "fr", cacheFolder, sourceList };
  assert.equal(
    await debianPairs(options).catch((error: Error) => error.message),
    "Cannot load debian: apt's sources must have descriptions in en and fr, got none",
  );
  assert.deepEqual(await readdir(cacheFolder), []);
});

test("says that it needs Debian or Ubuntu", async () => {
  vi.stubEnv("PATH", "/nonexistent");
  const options = { sourceLanguage: "en", targetLanguage: "fr", cacheFolder: folder };
  assert.equal(
    await debianPairs(options).catch((error: Error) => error.message),
    "Cannot load debian: it needs apt-get, as on Debian or Ubuntu, got no such command",
  );
});

test("refuses what is no name of a language", async () => {
  for (const targetLanguage of ["en", "french", 'fr"; }', ""]) {
    assert.equal(
      await debianPairs({ sourceLanguage: "en", targetLanguage }).catch(
        (error: Error) => error.message,
      ),
      `Cannot load debian: the languages must be two of Debian's, such as en and pt_BR, got "en" and "${targetLanguage}"`,
    );
  }
});

test("joins descriptions of the same package and text only", () => {
  const [english, french] = [shortDescriptions(ENGLISH, "en"), shortDescriptions(FRENCH, "fr")];
  assert.equal(english.get("kettle 11"), "boils water");
  assert.equal(english.size, 3);
  assert.equal(french.get("teapot 20"), "d'une autre version");
  assert.deepEqual(joinDescriptions(english, french), PAIRS);
  assert.deepEqual(shortDescriptions("", "en"), new Map());
});
