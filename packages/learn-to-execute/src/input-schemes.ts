/** What the network reads in place of the plain text. */

/** Names of the schemes. */
export type InputScheme = "plain" | "reversed" | "doubled" | "reversedDoubled";

/** All schemes, in the order of the paper's table. */
export const INPUT_SCHEMES: readonly InputScheme[] = [
  "plain",
  "doubled",
  "reversed",
  "reversedDoubled",
];

/** Stands between the two copies of a doubled text, as in the paper's example `123456789;123456789`. */
const SEPARATOR = ";";

/**
 * Applies a scheme: the last character first, the text twice, or both (both copies are reversed).
 *
 * Source: Zaremba and Sutskever 2015, https://arxiv.org/abs/1410.4615, section 3.2.
 *
 * @example
 * ```ts
 * import { applyInputScheme } from "@encdec/learn-to-execute";
 * import { assert } from "vitest";
 *
 * assert.equal(applyInputScheme("doubled", "123"), "123;123");
 * assert.equal(applyInputScheme("reversedDoubled", "123"), "321;321");
 * ```
 */
export function applyInputScheme(scheme: InputScheme, text: string): string {
  switch (scheme) {
    case "plain":
      return text;
    case "reversed":
      return reversed(text);
    case "doubled":
      return `${text}${SEPARATOR}${text}`;
    case "reversedDoubled":
      return applyInputScheme("doubled", reversed(text));
  }
}

/** Whether the last character is read first: in either copy, and the second copy before the first. */
export function readsBackwards(scheme: InputScheme): boolean {
  return scheme === "reversed" || scheme === "reversedDoubled";
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}
