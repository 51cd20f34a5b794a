/** Exact match and token accuracy. */

import { checkCounts, pairSegments, type References } from "./segments.ts";

/**
 * Percentage of hypotheses that equal one of their references, character by character.
 *
 * @param hypotheses One text each, `[segments]`.
 * @param references `[segments]`, each one text or several of which any may match.
 * @returns 0 to 100.
 * @throws {RangeError} If there are no hypotheses, unequal counts or a hypothesis without references.
 *
 * @example
 * ```ts
 * import { exactMatch } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.equal(exactMatch(["bonjour", "au revoir"], [["salut", "bonjour"], "adieu"]), 50);
 * ```
 */
export function exactMatch(hypotheses: readonly string[], references: References): number {
  const segments = pairSegments("exact match", hypotheses, references);
  const matches = segments.filter((segment) => segment.references.includes(segment.hypothesis));
  return (100 * matches.length) / segments.length;
}

/**
 * Percentage of positions at which hypothesis and reference hold the same token.
 *
 * A pair has as many positions as the longer of the two has tokens: a missing token and a surplus one
 * both count as errors. Positions are summed over all pairs; pairs of two empty lists have none, and a
 * corpus of nothing else scores 100.
 *
 * @param hypotheses Tokens, without padding or end token, `[segments][tokens]`.
 * @param references Tokens of one reference each, `[segments][tokens]`.
 * @returns 0 to 100; 100 only if all tokens are equal.
 * @throws {RangeError} If there are no hypotheses or unequal counts.
 *
 * @example
 * ```ts
 * import { tokenAccuracy } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.equal(tokenAccuracy([["un", "chat", "noir"]], [["un", "chien", "noir", "."]]), 50);
 * ```
 */
export function tokenAccuracy(
  hypotheses: readonly (readonly string[])[],
  references: readonly (readonly string[])[],
): number {
  checkCounts("token accuracy", hypotheses.length, references.length);
  let matches = 0;
  let positions = 0;
  for (const [index, hypothesis] of hypotheses.entries()) {
    const reference = references[index] ?? [];
    matches += reference.filter((token, position) => token === hypothesis[position]).length;
    positions += Math.max(hypothesis.length, reference.length);
  }
  return positions === 0 ? 100 : (100 * matches) / positions;
}
