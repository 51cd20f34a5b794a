/** Tries an engine in a child process, where a crash or a hang hurts nobody. */

import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Engine, EngineName } from "./engine.ts";
import { runCommand } from "./run-command.ts";

/** What the child is to try. */
export type ProbeRequest =
  | { readonly check: "own addon" }
  | { readonly check: "addon"; readonly addon: string; readonly kernels?: string }
  /** Loads as a command would: the best engine, or the one named. */
  | { readonly check: "engine"; readonly engine?: EngineName };

const PROBE_TIMEOUT_MS = 60_000;

/**
 * Loads an engine in a child process and multiplies two matrices with it.
 *
 * @throws {Error} If it does not load, computes something else, crashes or takes longer than a minute.
 */
export async function probe(request: ProbeRequest): Promise<Engine> {
  const { stdout } = await runCommand(
    process.execPath,
    [...sourceFlags(), fileURLToPath(childProgram()), JSON.stringify(request)],
    { timeoutMs: PROBE_TIMEOUT_MS },
  );
  const answer = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  if ("error" in answer) throw new Error(answer.error);
  return answer;
}

/** The child's program: the compiled file, or its source where this file is source. */
function childProgram(): URL {
  return new URL(runsFromSource() ? "./probe-child.ts" : "./probe-child.js", import.meta.url);
}

/** Node.js 20 needs a loader to run TypeScript. */
function sourceFlags(): string[] {
  if (!runsFromSource()) return [];
  const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx"));
  return ["--conditions=@encdec/source", "--import", loader.href];
}

function runsFromSource(): boolean {
  return import.meta.url.endsWith(".ts");
}
