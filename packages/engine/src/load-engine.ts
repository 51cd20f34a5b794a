/** Chooses an engine and opens it, once a process. */

import { ENGINE_NAMES, type Engine, type EngineName } from "./engine.ts";
import { installedAddon, installedKernels } from "./installed.ts";
import { probe } from "./probe.ts";
import { engineFromEnvironment, threadCount } from "./settings.ts";
import { openTensorflow } from "./tensorflow.ts";
import { hasOwnAddon } from "./tfjs-node.ts";

export interface LoadEngineOptions {
  /** Takes this engine or fails. @default `ENCDEC_ENGINE`, else the best that works */
  readonly engine?: EngineName;
}

let loading: Promise<Engine> | undefined;
let loaded: Engine | undefined;

/** The engine of this process; `undefined` before {@link loadEngine} has ended. */
export function loadedEngine(): Engine | undefined {
  return loaded;
}

/**
 * Makes an engine the backend of `@tensorflow/tfjs-core` in this process; later calls return the same engine.
 *
 * @throws {RangeError} If `ENCDEC_ENGINE` or `ENCDEC_THREADS` has a bad value.
 * @throws {Error} If the engine asked for does not work here, or another one is loaded already.
 */
export async function loadEngine(options: LoadEngineOptions = {}): Promise<Engine> {
  const first = loading === undefined;
  loading ??= chooseEngine(options.engine);
  if (first) loading.catch(() => (loading = undefined));
  const engine = await loading;
  loaded = engine;
  if (options.engine !== undefined && options.engine !== engine.name) {
    throw new Error(
      `Cannot load engine ${options.engine}: this process runs another one already, got ${engine.name}`,
    );
  }
  return engine;
}

async function chooseEngine(asked: EngineName | undefined): Promise<Engine> {
  const forced = asked ?? engineFromEnvironment();
  const threads = threadCount();
  if (forced !== undefined) {
    const reason = asked === undefined ? "ENCDEC_ENGINE asks for it" : "asked for";
    try {
      return await OPEN[forced](threads, reason);
    } catch (error) {
      throw new Error(`Cannot load engine ${forced}: ${(error as Error).message}`);
    }
  }
  let reason = "the fastest engine";
  for (const name of ENGINE_NAMES) {
    try {
      return await OPEN[name](threads, reason);
    } catch (error) {
      reason = (error as Error).message;
    }
  }
  throw new Error(`Cannot load an engine: ${reason}`);
}

type Open = (threads: number, reason: string) => Promise<Engine>;

const OPEN: Readonly<Record<EngineName, Open>> = {
  fused: async (threads, reason) => {
    const kernels = installedKernels();
    const opened = await openTensorflow({ addon: installedAddon(), kernels, threads });
    return { name: "fused", reason, threads, ...opened };
  },
  tensorflow: async (threads, reason) => {
    const addon = await workingAddon();
    const opened = await openTensorflow({ addon, threads });
    return { name: "tensorflow", reason, threads, ...opened };
  },
  // Its threads do not start in Node.js (tensorflow/tfjs#3830).
  wasm: async (_, reason) => {
    const { openWasm } = await import("./wasm.ts");
    const version = await openWasm();
    return { name: "wasm", reason, version, threads: 1, bfloat16: false };
  },
};

/** Path of the addon to load; `undefined` for the one that tfjs-node has of its own, if it works. */
async function workingAddon(): Promise<string | undefined> {
  if (hasOwnAddon()) {
    try {
      await probe({ check: "own addon" });
      return undefined;
    } catch {
      // Fall through to the one in the cache.
    }
  }
  return installedAddon();
}
