/** One form for each text before it is tokenized. */

export interface NormalizeOptions {
  /** Unicode form; NFKC also folds ligatures, full-width letters and the like. @default "NFC" */
  readonly form?: "NFC" | "NFKC";
  /** Write every apostrophe as ' and every double quotation mark as "; guillemets stay. @default false */
  readonly unifyQuotes?: boolean;
  /** @default false */
  readonly lowercase?: boolean;
  /** BCP 47 tag; decides how letters are lowercased (Turkish İ and I). @default "en" */
  readonly language?: string;
}

// Invisible characters that make equal words unequal: soft hyphen, zero-width space, byte order mark,
// direction and grouping marks. The joiners U+200C and U+200D stay: Persian words and emoji need them.
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
const SINGLE_QUOTES = /[\u2018-\u201b\u02bc\uff07]/g;
const DOUBLE_QUOTES = /[\u201c-\u201f\uff02]/g;
const WHITE_SPACE_AND_CONTROLS = /[\s\p{Cc}]+/gu;
const LONE_SURROGATES = /\p{Cs}/gu;

/**
 * Gives a text the form that tokenizers and vocabularies expect.
 *
 * Unicode normal form; white space of every kind and control characters folded to one plain space and
 * trimmed; invisible characters removed; half surrogate pairs replaced by U+FFFD. Applying it twice
 * changes nothing more.
 *
 * @returns The text, without line breaks; empty if nothing visible was in it.
 * @throws {RangeError} If `lowercase` is set and `language` is not a BCP 47 tag.
 *
 * @example
 * ```ts
 * import { normalize } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.equal(normalize("  Cafe\u0301\u00a0? "), "Café ?");
 * assert.equal(normalize("L’ŒUF", { lowercase: true, unifyQuotes: true }), "l'œuf");
 * ```
 */
export function normalize(text: string, options: NormalizeOptions = {}): string {
  const { form = "NFC", unifyQuotes = false, lowercase = false, language = "en" } = options;
  let result = text.replace(LONE_SURROGATES, "\ufffd").replace(INVISIBLE, "").normalize(form);
  // Lowercasing can undo the normal form: İ becomes i with a combining dot.
  if (lowercase) result = lowerCase(result, language).normalize(form);
  if (unifyQuotes) result = result.replace(SINGLE_QUOTES, "'").replace(DOUBLE_QUOTES, '"');
  return result.replace(WHITE_SPACE_AND_CONTROLS, " ").trim();
}

function lowerCase(text: string, language: string): string {
  try {
    return text.toLocaleLowerCase(language);
  } catch (error) {
    throw new RangeError(
      `Cannot normalize a text: language must be a BCP 47 tag such as "fr", got "${language}"`,
      { cause: error },
    );
  }
}
