import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { mo } from "gettext-parser";
import { afterEach, assert, beforeEach, test, vi } from "vitest";
import { newestCampaigns, wesnothPairs } from "./wesnoth.ts";

let cacheFolder: string;

beforeEach(async () => {
  cacheFolder = await mkdtemp(path.join(tmpdir(), "encdec wesnoth "));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cacheFolder, { recursive: true });
});

async function message(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => assert.fail("nothing was thrown"),
    (error: Error) => error.message,
  );
}

async function fillCache(locale: string, name: string, content: Uint8Array): Promise<void> {
  await mkdir(path.join(cacheFolder, "wesnoth", locale), { recursive: true });
  await writeFile(path.join(cacheFolder, "wesnoth", locale, name), content);
}

function catalogue(entries: Record<string, string>): Buffer {
  const translations = Object.entries(entries).map(([msgid, text]) => [
    msgid,
    { msgid, msgstr: [text] },
  ]);
  return mo.compile({
    charset: "utf-8",
    headers: { "content-type": "text/plain; charset=utf-8" },
    translations: { "": Object.fromEntries(translations) },
  });
}

test("reads all catalogues of the language from the cache, without any command", async () => {
  vi.stubEnv("PATH", "/nonexistent");
  await fillCache("fr", "wesnoth-dw.mo", catalogue({ "At last!": "Enfin !" }));
  await fillCache("fr", "wesnoth-did.mo", catalogue({ "Who goes there?": "Qui va là ?" }));
  await fillCache("pt_BR", "wesnoth-dw.mo", catalogue({ "At last!": "Até que enfim!" }));
  assert.deepEqual(await wesnothPairs({ targetLanguage: "fr", cacheFolder }), [
    { source: "Who goes there?", target: "Qui va là ?" },
    { source: "At last!", target: "Enfin !" },
  ]);
  assert.deepEqual(await wesnothPairs({ targetLanguage: "pt-BR", cacheFolder }), [
    { source: "At last!", target: "Até que enfim!" },
  ]);
});

test("refuses a language that the game lacks, before any download", async () => {
  const onStep = vi.fn();
  const found = wesnothPairs({ targetLanguage: "tlh", cacheFolder, onStep });
  assert.match(
    await message(found),
    /^Cannot load wesnoth: the target language must be one of af, .*, zh_TW, got "tlh"$/,
  );
  assert.equal(onStep.mock.calls.length, 0);
});

test("says which command is missing, and leaves nothing in the cache", async () => {
  vi.stubEnv("PATH", "/nonexistent");
  assert.equal(
    await message(wesnothPairs({ targetLanguage: "fr", cacheFolder })),
    "Cannot load wesnoth: it needs apt-get, as on Debian or Ubuntu, got no such command",
  );
  assert.deepEqual(await readdir(cacheFolder), []);
});

test("says which folder holds no catalogues", async () => {
  await fillCache("fr", "wesnoth-dw.mo", Buffer.from("<html>"));
  const folder = path.join(cacheFolder, "wesnoth");
  const french = await message(wesnothPairs({ targetLanguage: "fr", cacheFolder }));
  assert.include(french, `Cannot load wesnoth: ${folder}/fr must hold gettext catalogues (without`);
  assert.include(french, "it must be a whole gettext .mo file, got 6 bytes that begin with");
  const german = await message(wesnothPairs({ targetLanguage: "de", cacheFolder }));
  assert.include(german, `Cannot load wesnoth: ${folder}/de must hold gettext catalogues (without`);
  assert.include(german, 'got "ENOENT');
});

test("chooses the campaigns of the newest branch", () => {
  const names = [
    ...["wesnoth", "wesnoth-core", "wesnoth-music", "wesnoth-1.18", "wesnoth-1.18-core"],
    ...["wesnoth-1.9-httt", "wesnoth-1.18-httt", "wesnoth-1.18-data", "wesnoth-1.18-music"],
    ...["wesnoth-1.18-server", "wesnoth-1.18-tools", "wesnoth-1.18-dm", "wesnoth-1.16-sof"],
  ];
  assert.deepEqual(newestCampaigns(names), ["wesnoth-1.18-dm", "wesnoth-1.18-httt"]);
  assert.deepEqual(newestCampaigns(["wesnoth", "wesnoth-1.16-data"]), []);
});

test("says why apt finds no campaigns", async ({ skip }) => {
  const [settings, sources] = [path.join(cacheFolder, "conf"), path.join(cacheFolder, "sources")];
  await writeFile(sources, "deb [trusted=yes] file:/nonexistent stable main\n");
  await writeFile(
    settings,
    `Dir::Etc::sourcelist "${sources}"; Dir::Etc::sourceparts "-"; Dir::State::status "/dev/null";`,
  );
  vi.stubEnv("APT_CONFIG", settings);
  const found = await message(wesnothPairs({ targetLanguage: "fr", cacheFolder }));
  skip(found.includes("it needs apt-get"), "this system has no apt-get");
  assert.match(
    found,
    /^Cannot load wesnoth: apt's sources must offer its campaigns, got "E: .*nonexistent.*"$/,
  );
  assert.sameMembers(await readdir(cacheFolder), ["conf", "sources"]);
});
