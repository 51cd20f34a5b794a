/** Levenshtein distance over tokens. */

import { distance } from "fastest-levenshtein";

// The library compares UTF-16 code units: each different token gets one of its own.
const MAXIMUM_TOKENS = 0x10000;

/**
 * The smallest number of insertions, deletions and substitutions of tokens that turn one list into the other.
 *
 * Source: Levenshtein 1966, "Binary codes capable of correcting deletions, insertions, and reversals".
 *
 * @returns An integer from 0 (equal) to the length of the longer list.
 * @throws {RangeError} If the two lists hold more than 65536 different tokens.
 *
 * @example
 * ```ts
 * import { editDistance } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.equal(editDistance(["a", "black", "cat"], ["a", "cat", "sleeps"]), 2);
 * ```
 */
export function editDistance(from: readonly string[], to: readonly string[]): number {
  const codes = new Map<string, string>();
  const encode = (tokens: readonly string[]) =>
    tokens
      .map((token) => {
        let code = codes.get(token);
        if (code === undefined) {
          if (codes.size === MAXIMUM_TOKENS) {
            throw new RangeError(
              `Cannot compute the edit distance: there must be at most ${MAXIMUM_TOKENS} different tokens, got more in lists of ${from.length} and ${to.length} tokens`,
            );
          }
          code = String.fromCharCode(codes.size);
          codes.set(token, code);
        }
        return code;
      })
      .join("");
  return distance(encode(from), encode(to));
}
