/** Scripts that write words without spaces between them. */

/** The characters of those scripts, for use inside a character class of a pattern with the `v` flag. */
export const SPACELESS =
  "\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Bopomofo}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}\\p{sc=Tibetan}\\uff00-\\uff65";

const CHARACTER = new RegExp(`^[${SPACELESS}]`, "v");

/** Whether a token belongs to such a script; tokens of it are single characters. */
export function isSpaceless(token: string): boolean {
  return CHARACTER.test(token);
}
