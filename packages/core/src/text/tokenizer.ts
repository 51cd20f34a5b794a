/** Tokenizers: text to tokens and back. */

import { characterTokenizer } from "./character-tokenizer.ts";
import { orthographyOf, type PunctuationSpace } from "./orthography.ts";
import { wordTokenizer } from "./word-tokenizer.ts";

/** Splits a text into tokens and joins tokens to a text. */
export interface Tokenizer {
  /** What it splits into and for which language, such as `word-fr`. */
  readonly name: string;
  tokenize(text: string): string[];
  detokenize(tokens: readonly string[]): string;
}

export type TokenizerOptions =
  | { readonly kind: "character" }
  | {
      readonly kind: "word";
      /** BCP 47 tag; decides on elisions, contractions and the spacing of punctuation. @default "en" */
      readonly language?: string;
      /** What stands before French `? ! ; : %` and inside guillemets. @default " " */
      readonly punctuationSpace?: PunctuationSpace;
    };

/**
 * Makes a tokenizer.
 *
 * Both kinds expect text from `normalize`. `character` gives one token for each Unicode character and
 * joins exactly. `word` keeps words, numbers, punctuation marks and emoji as tokens, splits French
 * elisions and English contractions (`l'`, `-tu`, `'s`, `n't`), and joins by the spacing rules of the language.
 *
 * @throws {RangeError} If `language` is not a BCP 47 tag.
 *
 * @example
 * ```ts
 * import { createTokenizer } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const french = createTokenizer({ kind: "word", language: "fr" });
 * const tokens = french.tokenize("Qu'aimes-tu aujourd'hui ?");
 * assert.deepEqual(tokens, ["Qu'", "aimes", "-tu", "aujourd'hui", "?"]);
 * assert.equal(french.detokenize(tokens), "Qu'aimes-tu aujourd'hui ?");
 * ```
 */
export function createTokenizer(options: TokenizerOptions): Tokenizer {
  if (options.kind === "character") return characterTokenizer;
  const { language = "en", punctuationSpace = " " } = options;
  return wordTokenizer(orthographyOf(language), punctuationSpace);
}
