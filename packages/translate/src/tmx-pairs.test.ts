import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tmxPairs } from "./tmx-pairs.ts";

const LANGUAGES = { sourceLanguage: "en", targetLanguage: "fr" };
const MEMORY = `<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header segtype="sentence" srclang="en"/><body>
<tu><prop type="x">not a segment</prop>
  <tuv xml:lang="en-US"><note>nor this</note><seg>Salt &amp; <bpt i="1">&lt;b></bpt>pepper<ept i="1">&lt;/b></ept>!</seg></tuv>
  <tuv xml:lang="de"><seg>Salz und Pfeffer!</seg></tuv>
  <tuv xml:lang="FR"><seg>Sel et <hi>poivre</hi> !</seg></tuv></tu>
<tu><tuv lang="en"><seg>Go.</seg></tuv><tuv lang="fr"><seg>Va.</seg></tuv><tuv lang="fr"><seg><![CDATA[<Allez.>]]></seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Nothing.</seg></tuv><tuv xml:lang="fr"><seg> </seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Alone.</seg></tuv></tu>
</body></tmx>
`;
const PAIRS = [
  { source: "Salt & pepper!", target: "Sel et poivre !" },
  { source: "Go.", target: "Va." },
  { source: "Go.", target: "<Allez.>" },
];

let folder: string;

async function file(content: string | Uint8Array): Promise<string> {
  const path = join(folder, "memory.tmx");
  await writeFile(path, content);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-tmx-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("tmxPairs", () => {
  it("pairs the segments of a unit, without codes of the original document", async () => {
    expect(await tmxPairs(await file(MEMORY), LANGUAGES)).toEqual(PAIRS);
  });

  it("reads UTF-16 in both byte orders", async () => {
    const little = Buffer.from(`\ufeff${MEMORY}`, "utf16le");
    expect(await tmxPairs(await file(little), LANGUAGES)).toEqual(PAIRS);
    expect(await tmxPairs(await file(Buffer.from(little).swap16()), LANGUAGES)).toEqual(PAIRS);
  });

  it("finds the other direction, and languages with and without region", async () => {
    const path = await file(MEMORY);
    const back = await tmxPairs(path, { sourceLanguage: "fr-CA", targetLanguage: "en-US" });
    expect(back[0]).toEqual({ source: "Sel et poivre !", target: "Salt & pepper!" });
    const german = await tmxPairs(path, { sourceLanguage: "de", targetLanguage: "en" });
    expect(german).toEqual([{ source: "Salz und Pfeffer!", target: "Salt & pepper!" }]);
  });

  it("reads a file that is larger than one piece of it", async () => {
    const unit = `<tu><tuv xml:lang="en"><seg>é😀 and so on</seg></tuv><tuv xml:lang="fr"><seg>é😀 etc.</seg></tuv></tu>`;
    const path = await file(`<tmx><body>${unit.repeat(3000)}</body></tmx>`);
    const pairs = await tmxPairs(path, LANGUAGES);
    expect(pairs.length).toBe(3000);
    expect(new Set(pairs.map(({ target }) => target))).toEqual(new Set(["é😀 etc."]));
  });

  it("refuses what it cannot read", async () => {
    const missing = join(folder, "missing.tmx");
    await expect(tmxPairs(missing, LANGUAGES)).rejects.toThrow(
      `Cannot read ${missing}: there is no such file`,
    );
    await expect(tmxPairs(folder, LANGUAGES)).rejects.toThrow(
      `Cannot read ${folder}: it is a folder`,
    );
    const path = await file("<tmx><body><tu></body></tmx>");
    await expect(tmxPairs(path, LANGUAGES)).rejects.toThrow(
      `Cannot read ${path}: it must be well-formed TMX, got "1:22: unexpected close tag." (line:column)`,
    );
    await file(MEMORY.slice(0, 300));
    await expect(tmxPairs(path, LANGUAGES)).rejects.toThrow("it must be well-formed TMX, got");
    await file("");
    await expect(tmxPairs(path, LANGUAGES)).rejects.toThrow("it must be well-formed TMX, got");
    await file(Uint8Array.of(0x3c, 0x61, 0xff, 0x3e));
    await expect(tmxPairs(path, LANGUAGES)).rejects.toThrow(
      `Cannot read ${path}: it must be valid UTF-8 or UTF-16`,
    );
    await file(MEMORY);
    await expect(tmxPairs(path, { sourceLanguage: "en", targetLanguage: "it" })).rejects.toThrow(
      `Cannot read ${path}: it must have units in en and it, got en-US, de, FR, en, fr`,
    );
  });
});
