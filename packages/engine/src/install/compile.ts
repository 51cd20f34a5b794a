/** Compiles C++ sources into a library that Node.js loads. */

import { rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { runCommand } from "../run-command.ts";

const require = createRequire(import.meta.url);

export interface Compiler {
  /** Program and first arguments, as in `CXX="ccache g++"`. */
  readonly command: readonly [string, ...string[]];
  /** First line that it says of itself. */
  readonly version: string;
}

/** The first that works of `$CXX`, g++, clang++ and c++; `undefined` if none does. */
export async function findCompiler(): Promise<Compiler | undefined> {
  const asked = process.env.CXX?.trim();
  for (const candidate of [...(asked ? [asked] : []), "g++", "clang++", "c++"]) {
    const [program = "", ...first] = candidate.split(/\s+/);
    try {
      const { stdout } = await runCommand(program, [...first, "--version"], { timeoutMs: 20_000 });
      return { command: [program, ...first], version: stdout.split("\n")[0] ?? "" };
    } catch {
      // Try the next.
    }
  }
  return undefined;
}

export interface CompileOptions {
  readonly compiler: Compiler;
  /** Files by units: those of a unit are compiled in one piece, where their headers take longer than they do. */
  readonly units: readonly (readonly string[])[];
  readonly includeFolders: readonly string[];
  /** Libraries to link with; the result looks for them in their folder relative to its own. */
  readonly libraries: readonly string[];
  readonly flags: readonly string[];
  readonly output: string;
}

const COMPILE_TIMEOUT_MS = 10 * 60_000;

/**
 * Compiles the units side by side, and links them.
 *
 * @throws {Error} With the compiler's first error.
 */
export async function compileLibrary(options: CompileOptions): Promise<void> {
  const { compiler, units, includeFolders, libraries, flags, output } = options;
  const shared = ["-std=c++17", "-fPIC", "-DNAPI_VERSION=8", ...flags];
  // Loaded here: who only uses an engine never compiles one.
  const { include_dir: nodeHeaders } = require("node-api-headers") as { include_dir: string };
  const includes = [...includeFolders, nodeHeaders].map((folder) => `-I${folder}`);
  const objects = units.map(([first = ""]) => `${output}.${path.basename(first)}.o`);
  const pieces = objects.map((object) => `${object}.cc`);
  try {
    await inParallel(units, async (unit, index) => {
      const [object = "", piece = ""] = [objects[index], pieces[index]];
      const [first = "", ...others] = unit;
      const source = others.length === 0 ? first : piece;
      if (source === piece)
        await writeFile(
          piece,
          unit.map((file) => `#include "${file}"\n`),
        );
      await run(compiler, [...shared, ...includes, "-c", source, "-o", object]);
    });
    await run(compiler, [...shared, ...objects, ...linkFlags(libraries, output), "-o", output]);
  } finally {
    await Promise.all([...objects, ...pieces].map((file) => rm(file, { force: true })));
  }
}

function linkFlags(libraries: readonly string[], output: string): string[] {
  const macos = process.platform === "darwin";
  const origin = macos ? "@loader_path" : "$ORIGIN";
  const libraryFolders = new Set(libraries.map((library) => path.dirname(library)));
  const runPaths = [...libraryFolders].map((folder) => path.relative(path.dirname(output), folder));
  return [
    // Node.js itself provides the functions of its C API.
    ...(macos ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"]),
    ...libraries,
    ...runPaths.map((folder) => `-Wl,-rpath,${path.posix.join(origin, folder)}`),
  ];
}

async function run(compiler: Compiler, args: readonly string[]): Promise<void> {
  const [program, ...first] = compiler.command;
  await runCommand(program, [...first, ...args], { timeoutMs: COMPILE_TIMEOUT_MS });
}

/** Runs the work on every item, as many at a time as there are cores; what has begun is done when one fails, and no more begins. */
async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failures.length > 0) return;
      await work(item, index).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
  if (failures.length > 0) throw failures[0];
}
