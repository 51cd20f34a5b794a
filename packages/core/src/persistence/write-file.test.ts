import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeFile } from "./write-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-write-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("writes text and bytes, makes folders, and replaces", async () => {
  const path = join(folder, "a", "b.txt");
  await writeFile(path, "café");
  expect(await readFile(path, "utf8")).toBe("café");
  // A view on a part of a buffer: nothing around it is written.
  await writeFile(path, new Uint8Array([1, 2, 3, 4]).subarray(1, 3));
  expect([...(await readFile(path))]).toEqual([2, 3]);
  expect(await readdir(join(folder, "a"))).toEqual(["b.txt"]);
});

it("says what cannot be written, and leaves nothing behind", async () => {
  const path = join(folder, "taken");
  await mkdir(join(path, "folder"), { recursive: true });
  await expect(writeFile(path, "x")).rejects.toThrow(`Cannot write ${path}: `);
  expect(await readdir(folder)).toEqual(["taken"]);
});
