/** Puts the best engine that this machine can have into the cache. */

import { rm } from "node:fs/promises";
import path from "node:path";
import type { Engine } from "../engine.ts";
import { ADDON, KERNELS } from "../installed.ts";
import { probe } from "../probe.ts";
import { engineFromEnvironment } from "../settings.ts";
import { hasOwnAddon, tfjsNodeFolder } from "../tfjs-node.ts";
import { type Compiler, compileLibrary, findCompiler } from "./compile.ts";
import { downloadWheel } from "./download.ts";
import {
  addonSources,
  isOperation,
  KERNEL_FLAGS,
  kernelSources,
  kernelsFolder,
  tensorflowFolder,
} from "./folders.ts";
import { publish } from "./publish.ts";
import { unpackWheel } from "./unpack.ts";
import { thisMachine, type Wheel, wheelFor } from "./wheel-table.ts";

export interface InstallOptions {
  /** A wheel on disk, for machines without network. @default downloaded with pip */
  readonly wheel?: string | undefined;
  /** Longest time that the download may take. @default 900,000 */
  readonly downloadTimeoutMs?: number | undefined;
  /** Called when a step begins; the function it returns, when it has ended. */
  readonly onStep?: ((name: string) => (succeeded: boolean) => void) | undefined;
}

export interface Installed {
  /** The engine that commands will use from now on. */
  readonly engine: Engine;
  /** What could not be had, and what to do: one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Installs TensorFlow and our kernels into the cache, unless they are there and sound.
 *
 * Whatever fails is noted, and the next engine down is taken.
 *
 * @throws {Error} If no engine works at all, not even WebAssembly.
 */
export async function installEngine(options: InstallOptions = {}): Promise<Installed> {
  const step: Step = async (name, work) => {
    const end = options.onStep?.(name);
    try {
      const result = await work();
      end?.(true);
      return result;
    } catch (error) {
      end?.(false);
      throw error;
    }
  };
  const notes: string[] = [];
  const forced = engineFromEnvironment();
  const wantsKernels = forced !== "tensorflow" && kernelSources().compiled.length > 0;
  if (forced !== "wasm" && (wantsKernels || !(await ownAddonWorks()))) {
    try {
      const wheel = wheelFor(thisMachine());
      await installTensorflow(wheel, options, step);
      if (wantsKernels) await installKernels(wheel, step);
    } catch (error) {
      notes.push((error as Error).message);
    }
  }
  const engine = await step("trying the engine", () => probe({ check: "engine" }));
  return { engine, notes };
}

type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>;

async function ownAddonWorks(): Promise<boolean> {
  try {
    if (!hasOwnAddon()) return false;
    await probe({ check: "own addon" });
    return true;
  } catch {
    return false;
  }
}

async function installTensorflow(wheel: Wheel, options: InstallOptions, step: Step): Promise<void> {
  const folder = tensorflowFolder(wheel);
  await publishNoting("TensorFlow", folder, step, async (staging) => {
    const compiler = await needCompiler();
    const download = path.join(staging, "download");
    const file =
      options.wheel ??
      (await step(`downloading ${wheel.project} ${wheel.version} (230 MB)`, () =>
        downloadWheel({ wheel, folder: download, timeoutMs: options.downloadTimeoutMs ?? 900_000 }),
      ));
    await step("unpacking TensorFlow", () => unpackWheel(file, wheel, staging));
    await rm(download, { recursive: true, force: true });
    const addon = path.join(staging, ADDON);
    const { compiled } = addonSources();
    await step(`compiling tfjs-node's addon (${compiler.version})`, () =>
      compileLibrary({
        compiler,
        units: compiled.map((source) => [source]),
        includeFolders: [path.join(staging, "include"), tfjsNodeFolder()],
        libraries: libraryPaths(staging, wheel),
        flags: ["-O2"],
        output: addon,
      }),
    );
    const { version } = await step("trying TensorFlow", () => probe({ check: "addon", addon }));
    if (version !== wheel.version) {
      throw new Error(`the wheel must be of TensorFlow ${wheel.version}, got ${version}`);
    }
  });
}

async function installKernels(wheel: Wheel, step: Step): Promise<void> {
  const tensorflow = tensorflowFolder(wheel);
  await publishNoting("fused kernels", kernelsFolder(wheel), step, async (staging) => {
    const compiler = await needCompiler();
    const { folder, compiled } = kernelSources();
    const operations = compiled.filter(isOperation);
    const others = compiled.filter((source) => !isOperation(source));
    const kernels = path.join(staging, KERNELS);
    await step(`compiling the fused kernels (${compiler.version})`, () =>
      compileLibrary({
        compiler,
        units: [...others.map((source) => [source]), operations],
        includeFolders: [folder, path.join(tensorflow, "include")],
        libraries: libraryPaths(tensorflow, wheel),
        flags: KERNEL_FLAGS,
        output: kernels,
      }),
    );
    const addon = path.join(tensorflow, ADDON);
    await step("trying the fused kernels", () => probe({ check: "addon", addon, kernels }));
  });
}

async function publishNoting(
  what: string,
  folder: string,
  step: Step,
  build: (staging: string) => Promise<void>,
): Promise<void> {
  try {
    const outcome = await publish(folder, build);
    if (outcome === "found") await step(`${what} found in the cache`, async () => {});
  } catch (error) {
    throw new Error(`${what} could not be installed: ${(error as Error).message}`);
  }
}

async function needCompiler(): Promise<Compiler> {
  const compiler = await findCompiler();
  if (compiler === undefined) {
    throw new Error("no C++ compiler was found: install one (on Debian `apt-get install g++`)");
  }
  return compiler;
}

function libraryPaths(folder: string, wheel: Wheel): string[] {
  return wheel.libraries.map((name) => path.join(folder, "lib", name));
}
