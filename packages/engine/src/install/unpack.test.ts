import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { unpackWheel } from "./unpack.ts";
import { wheelFor } from "./wheel-table.ts";

const wheel = wheelFor({ platform: "linux", arch: "x64", hasGlibc: true });
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "encdec-unpack-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it("refuses an archive without TensorFlow's libraries", async () => {
  const file = path.join(folder, "other.whl");
  // An empty zip is its end record alone.
  writeFileSync(file, Buffer.concat([Buffer.from("PK\x05\x06"), Buffer.alloc(18)]));
  await expect(unpackWheel(file, wheel, folder)).rejects.toThrow(
    new Error(
      "other.whl is not the wheel of tensorflow-cpu 2.18.1: it has no lib/libtensorflow_cc.so.2",
    ),
  );
});

it("refuses a file that is no archive, or not there", async () => {
  const file = path.join(folder, "text.whl");
  writeFileSync(file, "text");
  await expect(unpackWheel(file, wheel, folder)).rejects.toThrow("text.whl cannot be unpacked: ");
  await expect(unpackWheel(path.join(folder, "none.whl"), wheel, folder)).rejects.toThrow(
    "none.whl cannot be unpacked: ENOENT",
  );
});
