/** What the user's environment asks for. */

import os from "node:os";
import path from "node:path";
import { ENGINE_NAMES, type EngineName } from "./engine.ts";

/**
 * The engine that `ENCDEC_ENGINE` forces; `undefined` if it is unset or empty.
 *
 * @throws {RangeError} If it names no engine.
 */
export function engineFromEnvironment(): EngineName | undefined {
  const value = process.env.ENCDEC_ENGINE;
  if (!value) return undefined;
  const name = ENGINE_NAMES.find((known) => known === value);
  if (name === undefined) {
    throw new RangeError(
      `Cannot choose an engine: ENCDEC_ENGINE must be one of ${ENGINE_NAMES.join(", ")}, got "${value}"`,
    );
  }
  return name;
}

/**
 * Threads for TensorFlow: `ENCDEC_THREADS`, else TensorFlow's own `TF_NUM_INTRAOP_THREADS`, else the
 * cores that this process may use.
 *
 * @throws {RangeError} If a variable is not a positive integer.
 */
export function threadCount(): number {
  for (const variable of ["ENCDEC_THREADS", "TF_NUM_INTRAOP_THREADS"]) {
    const value = process.env[variable];
    if (!value) continue;
    if (!/^[1-9]\d{0,3}$/.test(value)) {
      throw new RangeError(
        `Cannot choose the number of threads: ${variable} must be a positive integer, got "${value}"`,
      );
    }
    return Number(value);
  }
  return os.availableParallelism();
}

/** `$XDG_CACHE_HOME/encdec/engine`, where every built engine lives; `~/.cache/encdec/engine` by default. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME;
  // The XDG specification tells to ignore relative paths.
  const root = base && path.isAbsolute(base) ? base : path.join(os.homedir(), ".cache");
  return path.join(root, "encdec", "engine");
}
