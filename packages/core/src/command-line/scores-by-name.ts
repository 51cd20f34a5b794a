/** Scores as people call them. */

/**
 * Values by the names of their measures, in the order of the names; a measure without a value is left out.
 *
 * @param names What people call the measures.
 *
 * @example
 * ```ts
 * import { scoresByName } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 *
 * const measures = { exactMatch: "exact match", bleu: "BLEU", chrf: "chrF" };
 * const scores = scoresByName(measures, { bleu: 41.3, exactMatch: 12.5 });
 * assert.deepEqual(Object.entries(scores), [["exact match", 12.5], ["BLEU", 41.3]]);
 * ```
 */
export function scoresByName<Measure extends string, Value>(
  names: { readonly [measure in Measure]: string },
  values: { readonly [measure in Measure]?: Value },
): { readonly [name: string]: Value } {
  const entries = Object.entries(names) as [Measure, string][];
  return Object.fromEntries(
    entries.flatMap(([measure, name]) => {
      const value = values[measure];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
