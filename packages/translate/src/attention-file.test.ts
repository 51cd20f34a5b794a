import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AttentionFile, MOST_HEAT_MAPS } from "./attention-file.ts";
import type { Translation } from "./decode.ts";

const RED_APPLE: Translation = {
  source: "red <apple>",
  translation: "pomme rouge",
  tokens: ["pomme", "rouge"],
  logProbability: -1,
  score: -0.333,
  sourceTokens: ["red", "<apple>"],
  unknown: [],
  cut: false,
  attention: [
    [0.25, 0.75],
    [0.9, 0.1],
  ],
};
const NOTHING: Translation = {
  ...RED_APPLE,
  source: "",
  tokens: [],
  sourceTokens: [],
  attention: [],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-attention-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("is an image of the first phrase", async () => {
  const file = new AttentionFile(join(folder, "one.SVG"));
  file.add(NOTHING);
  file.add(RED_APPLE);
  expect(await file.write()).toBe(`${file.path} shows the attention of the phrase`);
  const svg = await readFile(file.path, "utf8");
  expect(svg).toMatch(/^<svg /);
  expect(svg).toContain("<title>rouge ← red: 90.0 %</title>");
  file.add(RED_APPLE);
  expect(await file.write()).toBe(`${file.path} shows the attention of the first 1 of 2 phrases`);
});

it("is a page of several phrases, as many as can be read", async () => {
  const file = new AttentionFile(join(folder, "several.html"));
  for (const source of ["first", "second & last"]) file.add({ ...RED_APPLE, source });
  expect(await file.write()).toBe(`${file.path} shows the attention of all 2 phrases`);
  const page = await readFile(file.path, "utf8");
  expect(page.match(/<svg /g)).toHaveLength(2);
  expect(page).toContain("second &amp; last");
  expect(page).not.toContain("<apple>");
  for (let count = 2; count <= MOST_HEAT_MAPS.html; count++) file.add(RED_APPLE);
  expect(await file.write()).toContain("of the first 100 of 101 phrases");
}, 60_000);

it("is not written when there is nothing to show", async () => {
  const file = new AttentionFile(join(folder, "nothing.svg"));
  file.add(NOTHING);
  expect(await file.write()).toContain("was not written: no phrase has attention to show");
  expect(await readdir(folder)).not.toContain("nothing.svg");
});

it.each(["map.png", "map", "svg", "red apple"])("is not %j", (path) => {
  expect(() => new AttentionFile(path)).toThrow(
    `--attention takes a file that ends in .svg or .html, got "${path}"`,
  );
});
