/** Opens TensorFlow in this process, with or without our kernels. */

import { createRequire } from "node:module";
import { tf } from "#tfjs";
import type { Engine } from "./engine.ts";
import { shareUnchanged } from "./sharing-kernels.ts";
import { loadTfjsNode } from "./tfjs-node.ts";

const require = createRequire(import.meta.url);

export interface OpenTensorflowOptions {
  /** Path of tfjs-node's addon. @default the package's own */
  readonly addon?: string | undefined;
  /** Path of our kernels, a library that registers them when it is loaded. @default none */
  readonly kernels?: string | undefined;
  readonly threads: number;
}

/** Opens TensorFlow and makes it the backend. */
export async function openTensorflow(
  options: OpenTensorflowOptions,
): Promise<Pick<Engine, "version" | "bfloat16">> {
  const { addon, kernels, threads } = options;
  // TensorFlow reads these once, when its library is loaded and its thread pool made.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  loadTfjsNode(addon);
  shareUnchanged("tensorflow");
  const bfloat16 = kernels !== undefined && loadKernels(kernels, threads);
  await tf.setBackend("tensorflow");
  const backend = tf.backend() as unknown as { binding: { TF_Version: string } };
  return { version: backend.binding.TF_Version, bfloat16 };
}

/** Registers our kernels with TensorFlow. @returns Whether they multiply bfloat16 numbers. */
function loadKernels(library: string, threads: number): boolean {
  const kernels = require(library) as {
    /** Why the registration failed; empty when it did not. */
    readonly error: string;
    readonly threads: (count: number) => number;
    readonly bfloat16: boolean;
  };
  if (kernels.error !== "") throw new Error(`the fused kernels do not load: ${kernels.error}`);
  kernels.threads(threads);
  return kernels.bfloat16;
}
