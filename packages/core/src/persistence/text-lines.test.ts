import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readLines } from "./text-lines.ts";

let folder: string;

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-lines-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("reads lines with either line end, without a byte order mark", async () => {
  expect(await readLines(await file("both.txt", "\ufeffa\r\nb\n\nc"))).toEqual(["a", "b", "", "c"]);
  expect(await readLines(await file("end.txt", "a\nb\n"))).toEqual(["a", "b"]);
});

it("names the first line that is not UTF-8", async () => {
  const path = await file("latin-1.txt", Buffer.from("caf\u00e9\nna\u00efve\n", "latin1"));
  await expect(readLines(path)).rejects.toThrow(`Cannot read ${path}: line 1 must be valid UTF-8`);
  const later = await file("later.txt", Buffer.concat([Buffer.from("é\n"), Buffer.of(0xff, 0x0a)]));
  await expect(readLines(later)).rejects.toThrow("line 2 must be valid UTF-8");
});

it("says why a file cannot be used", async () => {
  const missing = join(folder, "missing.txt");
  await expect(readLines(missing)).rejects.toThrow(`Cannot read ${missing}: there is no such file`);
  await expect(readLines(folder)).rejects.toThrow(`Cannot read ${folder}: it is a folder`);
  const empty = await file("empty.txt", " \n");
  await expect(readLines(empty)).rejects.toThrow(`Cannot read ${empty}: the file is empty`);
});
