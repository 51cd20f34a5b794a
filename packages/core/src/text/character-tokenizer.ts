/** One token for each Unicode character (code point). */

import type { Tokenizer } from "./tokenizer.ts";

/**
 * Characters as tokens; joining them gives back the text exactly.
 *
 * Code points, not grapheme clusters: the vocabulary stays small (accents of normalized text are part of
 * their letter anyway), and where clusters end changes with the Unicode version of the machine, which would
 * make a saved model read the same text differently.
 */
export const characterTokenizer: Tokenizer = {
  name: "character",
  tokenize: (text) => [...text],
  detokenize: (tokens) => tokens.join(""),
};
