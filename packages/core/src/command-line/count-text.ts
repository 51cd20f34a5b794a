/** Counts as people read them. */

/**
 * "1,234,567".
 *
 * @example
 * ```ts
 * import { countText } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 *
 * assert.equal(countText(1_234_567), "1,234,567");
 * ```
 */
export function countText(count: number): string {
  return count.toLocaleString("en");
}
