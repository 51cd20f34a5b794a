/** Words, split as Python splits them. */

// The reference implementations are written in Python. Its white space differs from JavaScript's `\s`:
// the separators U+001C to U+001F and U+0085 are in, the byte order mark U+FEFF is not.
const WHITE_SPACE =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const WORDS = new RegExp(`[^${WHITE_SPACE}]+`, "g");
const LAST = new RegExp(`[${WHITE_SPACE}]$`);

/** Splits a text at white space into words. */
export function splitWords(text: string): string[] {
  return text.match(WORDS) ?? [];
}

/** Removes white space from the end of a text. */
export function trimEnd(text: string): string {
  let trimmed = text;
  while (LAST.test(trimmed)) trimmed = trimmed.slice(0, -1);
  return trimmed;
}
