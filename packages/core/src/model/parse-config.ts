/** Checks settings against a schema, and says what is wrong in one sentence. */
import type { z } from "zod";

/**
 * Checks settings and fills in the defaults of the schema.
 *
 * @throws {RangeError} With the first thing that is wrong.
 */
export function parseConfig<T>(schema: z.ZodType<T>, config: unknown): T {
  const result = schema.safeParse(config);
  if (result.success) return result.data;
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  const name = issue.path.join(".") || "config";
  if (issue.code === "unrecognized_keys") {
    const path = [...issue.path, issue.keys[0]].join(".");
    return refuseConfig("there is no setting of this name", path);
  }
  const value = issue.path.reduce<unknown>(
    (tree, key) => (tree as { readonly [name: PropertyKey]: unknown })[key],
    config,
  );
  const isGroup = issue.code === "invalid_type" && issue.expected === "object";
  return refuseConfig(`${name} ${isGroup ? "must be an object" : issue.message}`, value);
}

/**
 * Refuses settings.
 *
 * @throws {RangeError} `Cannot build model: <why>, got <value>`.
 */
export function refuseConfig(why: string, ...values: readonly unknown[]): never {
  const shown = values.map((value) => JSON.stringify(value) ?? "nothing").join(" and ");
  throw new RangeError(`Cannot build model: ${why}, got ${shown}`);
}
