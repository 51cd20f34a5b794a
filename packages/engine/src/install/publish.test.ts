import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lastFailure, publish } from "./publish.ts";

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(os.tmpdir(), "encdec-publish-"));
  folder = path.join(parent, "cache", "thing");
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

const write = (text: string) => (staging: string) => writeFile(path.join(staging, "a"), text);
const content = () => readFileSync(path.join(folder, "a"), "utf8");

it("builds a folder once", async () => {
  expect(await publish(folder, write("first"))).toBe("built");
  expect(await publish(folder, write("second"))).toBe("found");
  expect(content()).toBe("first");
  expect(readdirSync(path.dirname(folder))).toEqual(["thing"]);
});

it("builds a damaged folder anew", async () => {
  await publish(folder, write("first"));
  writeFileSync(path.join(folder, "a"), "FIRST");
  expect(await publish(folder, write("second"))).toBe("built");
  expect(content()).toBe("second");
});

it("keeps the reason of a failure until a build ends well, and nothing half-built", async () => {
  const failing = async (staging: string): Promise<void> => {
    await write("half")(staging);
    throw new Error("no compiler");
  };
  await expect(publish(folder, failing)).rejects.toThrow(new Error("no compiler"));
  expect(lastFailure(folder)).toBe("no compiler");
  expect(readdirSync(path.dirname(folder))).toEqual(["thing.failure.txt"]);
  await publish(folder, write("whole"));
  expect(lastFailure(folder)).toBeUndefined();
});

it("sweeps what a killed build left, and nothing of other folders", async () => {
  for (const name of ["thing.staging-0abc", "another.staging-0abc"]) {
    mkdirSync(path.join(path.dirname(folder), name), { recursive: true });
  }
  await publish(folder, write("whole"));
  expect(readdirSync(path.dirname(folder)).sort()).toEqual(["another.staging-0abc", "thing"]);
});

it("makes the second of two wait for the first", async () => {
  const outcomes = await Promise.all([publish(folder, write("1")), publish(folder, write("2"))]);
  expect(outcomes.sort()).toEqual(["built", "found"]);
});

it("says what to do when the folder cannot be made", async () => {
  writeFileSync(path.join(parent, "cache"), "a file");
  await expect(publish(folder, write("x"))).rejects.toThrow(
    /^the cache folder .*cache cannot be used \(.+\): set XDG_CACHE_HOME to one that can$/,
  );
});
