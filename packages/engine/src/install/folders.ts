/** Names of the cache's folders: what is in the name is what the content depends on. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../settings.ts";
import { tfjsNodeFolder } from "../tfjs-node.ts";
import type { Wheel } from "./wheel-table.ts";

/** A published folder with TensorFlow's libraries, the headers that kernels need, and tfjs-node's addon. */
export function tensorflowFolder(wheel: Wheel): string {
  const sources = addonSources();
  return path.join(
    cacheFolder(),
    `tensorflow-${wheel.version}-${process.platform}-${process.arch}-${hashFiles(sources.all)}`,
  );
}

/** How kernels are compiled. Not with `-ffast-math`: it folds away the rounding in vectorised `exp`. */
export const KERNEL_FLAGS: readonly string[] = [
  "-O3",
  process.arch === "arm64" ? "-mcpu=native" : "-march=native",
  "-fno-math-errno",
  "-fno-trapping-math",
  "-ffp-contract=fast",
];

/** A published folder with our kernels, compiled for this processor. */
export function kernelsFolder(wheel: Wheel): string {
  const { all } = kernelSources();
  const hash = hashFiles(all, [...KERNEL_FLAGS, processorFeatures()].join());
  return path.join(
    cacheFolder(),
    `kernels-${wheel.version}-${process.platform}-${process.arch}-${hash}`,
  );
}

export interface Sources {
  readonly folder: string;
  /** Files to compile. */
  readonly compiled: readonly string[];
  /** Those and their headers. */
  readonly all: readonly string[];
}

/** C++ sources of tfjs-node's addon. */
export function addonSources(): Sources {
  return listSources(path.join(tfjsNodeFolder(), "binding"));
}

/** C++ sources of our kernels; none if this release ships none. */
export function kernelSources(): Sources {
  return listSources(fileURLToPath(new URL("../../kernels", import.meta.url)));
}

/** Whether one of our kernels' files registers operations with TensorFlow, whose headers it needs. */
export function isOperation(file: string): boolean {
  return /(_op|\bregistration|\bmodule)\.cc$/.test(file);
}

function listSources(folder: string): Sources {
  let names: string[] = [];
  try {
    names = readdirSync(folder).sort();
  } catch {
    // No such folder: no sources.
  }
  const withExtension = (extensions: readonly string[]) =>
    names
      .filter((name) => extensions.includes(path.extname(name)))
      .map((name) => path.join(folder, name));
  return { folder, compiled: withExtension([".cc"]), all: withExtension([".cc", ".h"]) };
}

/** Instruction sets of this processor: kernels are compiled for exactly these. */
function processorFeatures(): string {
  const model = os.cpus()[0]?.model ?? "";
  if (process.platform !== "linux") return model;
  const flags = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"));
  return flags?.[1] ?? model;
}

function hashFiles(files: readonly string[], extra = ""): string {
  const hash = createHash("sha256").update(extra);
  for (const file of files) hash.update(path.basename(file)).update(readFileSync(file));
  return hash.digest("hex").slice(0, 12);
}
