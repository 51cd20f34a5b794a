/** Compiles C++ sources into a library that Node.js loads. */

import { createRequire } from "node:module";
import path from "node:path";
import { runCommand } from "../run-command.ts";

const { include_dir: nodeHeaders } = createRequire(import.meta.url)("node-api-headers") as {
  include_dir: string;
};

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
  readonly sources: readonly string[];
  readonly includeFolders: readonly string[];
  /** Libraries to link with; the result looks for them in their folder relative to its own. */
  readonly libraries: readonly string[];
  readonly flags: readonly string[];
  readonly output: string;
}

const COMPILE_TIMEOUT_MS = 10 * 60_000;

/** Compiles and links. @throws {Error} With the compiler's first error. */
export async function compileLibrary(options: CompileOptions): Promise<void> {
  const { compiler, sources, includeFolders, libraries, flags, output } = options;
  const [program, ...first] = compiler.command;
  const macos = process.platform === "darwin";
  const origin = macos ? "@loader_path" : "$ORIGIN";
  const libraryFolders = new Set(libraries.map((library) => path.dirname(library)));
  const runPaths = [...libraryFolders].map((folder) => path.relative(path.dirname(output), folder));
  await runCommand(
    program,
    [
      ...first,
      "-std=c++17",
      "-fPIC",
      // Node.js itself provides the functions of its C API.
      ...(macos ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"]),
      "-DNAPI_VERSION=8",
      ...flags,
      ...[...includeFolders, nodeHeaders].map((folder) => `-I${folder}`),
      ...sources,
      ...libraries,
      ...runPaths.map((folder) => `-Wl,-rpath,${path.posix.join(origin, folder)}`),
      "-o",
      output,
    ],
    { timeoutMs: COMPILE_TIMEOUT_MS },
  );
}
