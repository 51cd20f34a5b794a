/** What runs the mathematics of this process, and the line that says so. */

/** The engines, best first: our fused kernels, plain TensorFlow, WebAssembly. */
export const ENGINE_NAMES = ["fused", "tensorflow", "wasm"] as const;

export type EngineName = (typeof ENGINE_NAMES)[number];

/** The engine of this process. */
export interface Engine {
  readonly name: EngineName;
  /** Why this engine and not a faster one, as one sentence without a period. */
  readonly reason: string;
  /** Version of TensorFlow, or of the WebAssembly backend. */
  readonly version: string;
  /** Threads that one operation may use. */
  readonly threads: number;
  /** Whether kernels and processor multiply bfloat16 numbers. */
  readonly bfloat16: boolean;
}

/**
 * The line that every command prints first.
 *
 * @example
 * ```ts
 * import { describeEngine } from "@encdec/engine";
 * import { assert } from "vitest";
 *
 * const engine = { name: "wasm", reason: "asked for", version: "4.22.0" } as const;
 * const line = "engine: wasm 4.22.0, 1 thread (asked for); trains several times slower than tensorflow";
 * assert.equal(describeEngine({ ...engine, threads: 1, bfloat16: false }), line);
 * ```
 */
export function describeEngine(engine: Engine): string {
  const { name, version, threads, reason } = engine;
  const line = `engine: ${name} ${version}, ${threads} thread${threads === 1 ? "" : "s"} (${reason})`;
  return name === "wasm" ? `${line}; trains several times slower than tensorflow` : line;
}
