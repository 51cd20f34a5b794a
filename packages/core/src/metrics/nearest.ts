/** The candidate with the smallest edit distance: the naive baseline of the text tasks. */
import { distance } from "fastest-levenshtein";

/**
 * Prepares a search for the token list that is nearest to a query by edit distance over tokens.
 *
 * @param candidates Token lists, at least one.
 * @returns A function from a query to the index of its nearest candidate; of equally near ones the first.
 * @throws {RangeError} If there is no candidate, or they hold 65535 different tokens or more.
 *
 * @example
 * ```ts
 * import { nearestTokens } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const nearest = nearestTokens([["a", "red", "car"], ["a", "cat"]]);
 * assert.equal(nearest(["the", "red", "car"]), 0);
 * ```
 */
export function nearestTokens(
  candidates: readonly (readonly string[])[],
): (query: readonly string[]) => number {
  if (candidates.length === 0) {
    throw new RangeError("Cannot search for the nearest: at least one candidate is needed, got 0");
  }
  // The library compares UTF-16 code units: each different token gets one; unit 0 is for unknown ones.
  const units = new Map<string, string>();
  for (const token of candidates.flat()) {
    if (!units.has(token)) units.set(token, String.fromCharCode(units.size + 1));
  }
  if (units.size > 0xffff) {
    throw new RangeError(
      `Cannot search for the nearest: at most 65535 different tokens are allowed, got ${units.size}`,
    );
  }
  const encode = (tokens: readonly string[]): string =>
    tokens.map((token) => units.get(token) ?? "\0").join("");
  const encoded = candidates.map(encode);

  return (query) => {
    const code = encode(query);
    let nearest = 0;
    let smallest = Number.POSITIVE_INFINITY;
    for (const [index, candidate] of encoded.entries()) {
      // The difference in length is a lower bound of the distance.
      if (Math.abs(candidate.length - code.length) >= smallest) continue;
      const found = distance(code, candidate);
      if (found < smallest) [nearest, smallest] = [index, found];
    }
    return nearest;
  };
}
