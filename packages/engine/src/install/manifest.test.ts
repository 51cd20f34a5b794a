import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findProblem, findSizeProblem, writeManifest } from "./manifest.ts";

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "encdec-manifest-"));
  mkdirSync(path.join(folder, "lib"));
  writeFileSync(path.join(folder, "lib/a.so"), "12345");
  writeFileSync(path.join(folder, "b.h"), "67");
  await writeManifest(folder);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it("finds nothing wrong with a folder as it was written", async () => {
  expect(findSizeProblem(folder)).toBeUndefined();
  expect(await findProblem(folder)).toBeUndefined();
});

it("finds a file that is cut short, or gone", async () => {
  writeFileSync(path.join(folder, "lib/a.so"), "123");
  expect(findSizeProblem(folder)).toBe("lib/a.so has 3 bytes instead of 5");
  expect(await findProblem(folder)).toBe("lib/a.so has 3 bytes instead of 5");
  rmSync(path.join(folder, "lib/a.so"));
  expect(findSizeProblem(folder)).toBe("lib/a.so is missing");
});

it("finds a changed file of the same size when it looks thoroughly", async () => {
  writeFileSync(path.join(folder, "b.h"), "76");
  expect(findSizeProblem(folder)).toBeUndefined();
  expect(await findProblem(folder)).toBe("b.h has changed");
});

it.each(["", "{", "null", "{}", '{"files": {}}', '{"files": {"a": 1}}', '{"files": {"a": null}}'])(
  "finds the manifest damaged: %s",
  async (text) => {
    writeFileSync(path.join(folder, "manifest.json"), text);
    expect(findSizeProblem(folder)).toMatch(/^manifest\.json is missing or damaged \(.+\)$/);
    expect(await findProblem(folder)).toBe(findSizeProblem(folder));
  },
);
