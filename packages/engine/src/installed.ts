/** What the cache holds for this machine, ready to load. */

import { existsSync } from "node:fs";
import path from "node:path";
import { kernelSources, kernelsFolder, tensorflowFolder } from "./install/folders.ts";
import { findSizeProblem } from "./install/manifest.ts";
import { lastFailure } from "./install/publish.ts";
import { thisMachine, wheelFor } from "./install/wheel-table.ts";

/** Path of tfjs-node's addon inside the folder of TensorFlow. */
export const ADDON: string = path.join("lib", "tfjs_binding.node");
/** Path of our kernels inside their folder. */
export const KERNELS = "encdec_kernels.node";

/**
 * Path of tfjs-node's addon in the cache.
 *
 * @throws {Error} If it is not there or damaged: one sentence on what to do.
 */
export function installedAddon(): string {
  const folder = tensorflowFolder(wheelFor(thisMachine()));
  checkInstalled(folder, "TensorFlow");
  return path.join(folder, ADDON);
}

/** Path of our compiled kernels in the cache. @throws {Error} Like {@link installedAddon}. */
export function installedKernels(): string {
  if (kernelSources().compiled.length === 0) {
    throw new Error("this release of @encdec/engine has no fused kernels");
  }
  const folder = kernelsFolder(wheelFor(thisMachine()));
  checkInstalled(folder, "fused kernels");
  return path.join(folder, KERNELS);
}

function checkInstalled(folder: string, what: string): void {
  const problem = findSizeProblem(folder);
  if (problem === undefined) return;
  const failure = lastFailure(folder);
  if (failure !== undefined) throw new Error(`${what} could not be installed: ${failure}`);
  throw new Error(
    existsSync(folder)
      ? `damaged ${what} in the cache, ${problem}: repair with \`encdec-engine install\``
      : `no ${what} in the cache: run \`encdec-engine install\``,
  );
}
