/** The tokenization of TER, as in Tercom. */

import { splitWords, trimEnd } from "./words.ts";

export interface TerTokenizerOptions {
  /** Separate punctuation from words and decode XML entities. @default false */
  readonly normalized?: boolean;
  /** Remove punctuation: `. , ? : ; ! " ( )`. @default false */
  readonly noPunctuation?: boolean;
  /** With `normalized` split CJK at every character, with `noPunctuation` remove its punctuation. @default false */
  readonly asianSupport?: boolean;
  /** Tell upper from lower case. @default false */
  readonly caseSensitive?: boolean;
}

const ASIAN_PUNCTUATION =
  "\\u3001\\u3002\\u3008-\\u3011\\u3014-\\u301f\\uff61-\\uff65\\u30fb\\uff0e\\uff0c\\uff1f\\uff1a\\uff1b\\uff01\\uff02\\uff08\\uff09";
// Ideographs, strokes and radicals, compatibility forms; the last range, as wide as Tercom's port has it.
const ASIAN_CHARACTERS =
  "\\u4e00-\\u9fff\\u3400-\\u4dbf\\u31c0-\\u31ef\\u2e80-\\u2eff\\u3300-\\u33ff\\uf900-\\ufaff\\ufe30-\\ufe4f\\u3200-\\u3f22";
const ASIAN_SEPARATE = new RegExp(`[${ASIAN_CHARACTERS}${ASIAN_PUNCTUATION}]`, "g");
const ASIAN_REMOVED = new RegExp(`[${ASIAN_PUNCTUATION}]`, "g");

/** Splits a text into the words that TER compares. */
export function tokenizeForTer(text: string, options: TerTokenizerOptions): string[] {
  const { normalized, noPunctuation, asianSupport, caseSensitive } = options;
  let line = trimEnd(text);
  if (!caseSensitive) line = line.toLowerCase();
  if (normalized) line = separate(line);
  if (normalized && asianSupport) line = line.replace(ASIAN_SEPARATE, " $& ");
  if (noPunctuation) line = line.replace(/[.,?:;!"()]/g, "");
  if (noPunctuation && asianSupport) line = line.replace(ASIAN_REMOVED, "");
  return splitWords(line);
}

function separate(text: string): string {
  const line = text
    .replaceAll("\n-", "")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
  return (
    // Spaces at both ends let what stands there have a neighbour.
    ` ${line.replaceAll("\n", " ")} `
      .replace(/[!-&(-+/:-@[-`{-~]/g, " $& ")
      .replaceAll("'s ", " 's ")
      .replace(/([^0-9])([.,])/gu, "$1 $2 ")
      .replace(/([.,])([^0-9])/gu, " $1 $2")
      .replace(/([0-9])-/g, "$1 - ")
  );
}
