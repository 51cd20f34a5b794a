/** Fused kernels on several numbers of threads: they split their work, also over more than this machine has cores. */
import { createRequire } from "node:module";
import { hasFusedKernels } from "../src/backend/engine.ts";

/** What the engine has loaded; the function takes a number of threads, and gives the one that is set. */
interface Kernels {
  readonly threads: (count?: number) => number;
}

/** Does the work on as many threads as the engine chose, then on 1, 3 and 4; without fused kernels once. */
export function onEachThreadCount<T>(work: (threads: number) => T): T[] {
  if (!hasFusedKernels()) return [work(1)];
  const kernels = loadedKernels();
  const chosen = kernels.threads();
  try {
    return [...new Set([chosen, 1, 3, 4])].map((count) => {
      if (kernels.threads(count) !== count)
        throw new Error(`Cannot set threads: the kernels do not take them, got ${count}`);
      return work(count);
    });
  } finally {
    kernels.threads(chosen);
  }
}

function loadedKernels(): Kernels {
  const loaded = Object.values(createRequire(import.meta.url).cache);
  const addon = loaded.find((module) => module?.filename.endsWith("encdec_kernels.node"));
  if (addon === undefined) throw new Error("Cannot set threads: the kernels' addon is not loaded");
  return addon.exports as Kernels;
}
