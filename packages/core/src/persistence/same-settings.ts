/** Whether a run may be continued with the settings at hand. */

/**
 * Checks that settings agree with those that a run was begun with.
 *
 * @param options.free Paths of settings that may differ: they decide only when training ends and what it keeps.
 * @throws {Error} With the first setting that differs.
 *
 * @example
 * ```ts
 * import { checkSameSettings } from "@encdec/core/persistence";
 * import { assert } from "vitest";
 *
 * const before = { model: { units: 64 }, training: { epochs: 3 } };
 * const options = { run: "runs/a", free: ["training.epochs"] };
 * checkSameSettings(before, { ...before, training: { epochs: 9 } }, options);
 * assert.throws(
 *   () => checkSameSettings(before, { ...before, model: { units: 65 } }, options),
 *   "Cannot resume runs/a: model.units must be as before, 64, got 65",
 * );
 * ```
 */
export function checkSameSettings(
  before: object,
  now: object,
  options: { readonly run: string; readonly free: readonly string[] },
): void {
  const [was, is] = [leaves(before), leaves(now)];
  for (const path of new Set([...was.keys(), ...is.keys()])) {
    if (options.free.includes(path) || was.get(path) === is.get(path)) continue;
    throw new Error(
      `Cannot resume ${options.run}: ${path} must be as before, ${was.get(path) ?? "absent"}, got ${is.get(path) ?? "nothing"}`,
    );
  }
}

/** Values as JSON by their paths. */
function leaves(tree: object, prefix = ""): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]): (readonly [string, string])[] => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (value === undefined) return [];
    const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
    return isGroup ? [...leaves(value, path)] : [[path, JSON.stringify(value)]];
  });
  return new Map(entries);
}
