/** The child process of `probe`: loads what it is told to, multiplies two matrices, prints the engine or the error. */

import { tf } from "#tfjs";
import type { Engine } from "./engine.ts";
import { loadEngine } from "./load-engine.ts";
import type { ProbeRequest } from "./probe.ts";
import { openTensorflow } from "./tensorflow.ts";

async function load(request: ProbeRequest): Promise<Engine> {
  if (request.check === "engine") {
    return loadEngine(request.engine === undefined ? {} : { engine: request.engine });
  }
  const { addon, kernels } =
    request.check === "addon" ? request : { addon: undefined, kernels: undefined };
  const opened = await openTensorflow({ addon, kernels, threads: 1 });
  const name = kernels === undefined ? "tensorflow" : "fused";
  return { name, reason: "a trial", threads: 1, ...opened };
}

async function answer(): Promise<Engine> {
  const engine = await load(JSON.parse(process.argv[2] ?? ""));
  const matrix = tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);
  const product = Array.from(tf.matMul(matrix, matrix).dataSync()).join();
  if (product !== "7,10,15,22") {
    throw new Error(`Cannot trust this engine: a product must be 7,10,15,22, got ${product}`);
  }
  return engine;
}

console.log(
  JSON.stringify(await answer().catch((error: unknown) => ({ error: (error as Error).message }))),
);
