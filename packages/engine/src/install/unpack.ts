/** Takes TensorFlow's libraries and C headers out of a wheel. */

import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { Wheel } from "./wheel-table.ts";

/** What the addon and the kernels include, directly or not: 4 MB of the wheel's 200. */
const HEADERS = [
  "tensorflow/c/",
  "tensorflow/core/common_runtime/next_pluggable_device/c/",
  "tensorflow/core/platform/ctstring",
  "tsl/",
  "xla/tsl/",
];

/**
 * Unpacks the libraries to `folder/lib` and the headers to `folder/include`.
 *
 * @throws {Error} If the file is not a sound wheel of TensorFlow for this machine.
 */
export async function unpackWheel(file: string, wheel: Wheel, folder: string): Promise<void> {
  const unpacked: string[] = [];
  // Loaded here: who only uses an engine never unpacks one.
  const { openPromise } = await import("yauzl");
  const archive = await openPromise(file).catch((error: Error) => {
    throw new Error(`${path.basename(file)} cannot be unpacked: ${error.message}`);
  });
  for await (const entry of archive.eachEntry()) {
    const target = destination(entry.fileName, wheel);
    if (target === undefined) continue;
    const output = path.join(folder, target);
    await mkdir(path.dirname(output), { recursive: true });
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(output));
    unpacked.push(target);
  }
  for (const needed of [
    ...wheel.libraries.map((name) => `lib/${name}`),
    "include/tensorflow/c/c_api.h",
  ]) {
    if (!unpacked.includes(needed)) {
      throw new Error(
        `${path.basename(file)} is not the wheel of ${wheel.project} ${wheel.version}: it has no ${needed}`,
      );
    }
  }
}

/** Where a file of the wheel goes; `undefined` if it is not needed. */
function destination(name: string, wheel: Wheel): string | undefined {
  const library = wheel.libraries.find((known) => name === `tensorflow/${known}`);
  if (library !== undefined) return `lib/${library}`;
  const prefix = "tensorflow/include/";
  if (!name.startsWith(prefix) || !name.endsWith(".h")) return undefined;
  const header = name.slice(prefix.length);
  return HEADERS.some((known) => header.startsWith(known)) ? `include/${header}` : undefined;
}
