/** What an app knows its own runs by. */
import type { z } from "zod";
import type { RunKind } from "../persistence/run-reader.ts";
import { checkSettings } from "./settings.ts";

/**
 * The runs of an app: those of its task, whose settings fit its schema.
 *
 * @example
 * ```ts
 * import { runKind } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 * import { z } from "zod";
 *
 * const greetings = runKind("greet", z.strictObject({ name: z.string() }));
 * assert.deepEqual(greetings.parse({ name: "Ada" }), { name: "Ada" });
 * assert.throws(
 *   () => greetings.parse({ nmae: "Ada" }),
 *   'Cannot use name: invalid input: expected string, received undefined, got nothing',
 * );
 * ```
 */
export function runKind<Config>(task: string, schema: z.ZodType<Config>): RunKind<Config> {
  return { task, parse: (config) => checkSettings(schema, config) };
}
