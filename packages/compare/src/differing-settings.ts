/** Which settings tell runs apart. */

/**
 * The settings of runs that are not the same in all of them, by their paths, as JSON; those that are not set are missing.
 *
 * @returns One a run, in order.
 *
 * @example
 * ```ts
 * import { differingSettings } from "@encdec/compare";
 * import { assert } from "vitest";
 *
 * const found = differingSettings([{ model: { units: 8, cell: "gru" } }, { model: { units: 16, cell: "gru" } }]);
 * assert.deepEqual(found, [{ "model.units": "8" }, { "model.units": "16" }]);
 * ```
 */
export function differingSettings(runs: readonly object[]): { readonly [path: string]: string }[] {
  const all = runs.map((settings) => leavesOf(settings, ""));
  const paths = [...new Set(all.flatMap((leaves) => Object.keys(leaves)))];
  const differing = paths.filter((path) => new Set(all.map((leaves) => leaves[path])).size > 1);
  return all.map((leaves) =>
    Object.fromEntries(
      differing.flatMap((path) => {
        const value = leaves[path];
        return value === undefined ? [] : [[path, value]];
      }),
    ),
  );
}

function leavesOf(tree: object, prefix: string): { readonly [path: string]: string } {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]): [string, string][] => {
      const path = prefix === "" ? key : `${prefix}.${key}`;
      const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
      return isGroup ? Object.entries(leavesOf(value, path)) : [[path, JSON.stringify(value)]];
    }),
  );
}
