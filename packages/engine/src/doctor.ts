/** Examines what an engine is made of, and what is missing. */

import { existsSync, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import type { Engine } from "./engine.ts";
import { findCompiler } from "./install/compile.ts";
import { findPip } from "./install/download.ts";
import { kernelSources, kernelsFolder, tensorflowFolder } from "./install/folders.ts";
import { findProblem, listFiles } from "./install/manifest.ts";
import { lastFailure } from "./install/publish.ts";
import { thisMachine, type Wheel, wheelFor } from "./install/wheel-table.ts";
import { probe } from "./probe.ts";
import { threadCount } from "./settings.ts";
import { hasOwnAddon, tfjsNodeFolder } from "./tfjs-node.ts";

/** One thing that was looked at. */
interface Finding {
  readonly name: string;
  readonly ok: boolean;
  /** What was found, or why not. */
  readonly detail: string;
  /** What to do about it, if anything. */
  readonly advice?: string;
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** The engine that commands will use, or why there is none. */
  readonly engine: Engine | { readonly error: string };
}

/** Looks at everything that an engine is made of; changes nothing. */
export async function diagnose(): Promise<Diagnosis> {
  const findings = [
    await examine("Node.js", async () => {
      const { version, platform, arch } = process;
      return `${version} on ${platform} ${arch}, ${threadCount()} threads`;
    }),
    await examine("pip", async () => {
      const pip = await findPip();
      if (pip === undefined) throw new Missing("none was found", "install Python's pip");
      return pip.join(" ");
    }),
    await examine("C++ compiler", async () => {
      const compiler = await findCompiler();
      if (compiler === undefined) throw new Missing("none was found", "install g++ or clang++");
      return compiler.version;
    }),
    await examine("tfjs-node", async () => {
      const { version } = readPackage(path.join(tfjsNodeFolder(), "package.json"));
      return `${version}, ${hasOwnAddon() ? "with an" : "without"} addon of its own`;
    }),
    await examine("TensorFlow wheel", async () => {
      const { project, version, platformTag } = wheelFor(thisMachine());
      return `${project} ${version} for ${platformTag}`;
    }),
    await examine("TensorFlow", () => examineFolder(tensorflowFolder)),
    await examine("fused kernels", async () => {
      if (kernelSources().compiled.length === 0) return "none in this release";
      return examineFolder(kernelsFolder);
    }),
    await examine("WebAssembly", async () => {
      const { version } = await probe({ check: "engine", engine: "wasm" });
      return `backend ${version} works`;
    }),
  ];
  const engine = await probe({ check: "engine" }).catch((error: Error) => ({
    error: error.message,
  }));
  return { findings, engine };
}

/** A failure with something that the user can do about it. */
class Missing extends Error {
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}

async function examine(name: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { name, ok: true, detail: await look() };
  } catch (error) {
    const detail = (error as Error).message;
    return error instanceof Missing
      ? { name, ok: false, detail, advice: error.advice }
      : { name, ok: false, detail };
  }
}

async function examineFolder(locate: (wheel: Wheel) => string): Promise<string> {
  const folder = locate(wheelFor(thisMachine()));
  const install = "run `encdec-engine install`";
  if (!existsSync(folder)) {
    const failure = lastFailure(folder);
    throw failure === undefined
      ? new Missing("not installed", install)
      : new Missing(`not installed, the last attempt failed: ${failure}`, `then ${install}`);
  }
  const problem = await findProblem(folder);
  if (problem !== undefined) throw new Missing(`${folder} is damaged: ${problem}`, install);
  return `${folder}, ${((await folderBytes(folder)) / 2 ** 20).toFixed(1)} MiB, sound`;
}

async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const file of await listFiles(folder)) bytes += (await stat(path.join(folder, file))).size;
  return bytes;
}

function readPackage(file: string): { version: string } {
  return JSON.parse(readFileSync(file, "utf8"));
}
