/** Pieces of words as tokens. */

import { BytePairEncoding, type PieceDropout } from "./byte-pair-encoding.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** Makes a tokenizer that splits the words of another one into pieces. */
export function bytePairTokenizer(
  words: Tokenizer,
  encoding: BytePairEncoding,
  dropout?: PieceDropout,
): Tokenizer {
  const split =
    dropout === undefined
      ? (word: string) => encoding.split(word)
      : (word: string) => encoding.splitWithDropout(word, dropout);
  return {
    name: words.name.replace("word", "bytePair"),
    tokenize: (text) => words.tokenize(text).flatMap(split),
    detokenize: (pieces) => words.detokenize(BytePairEncoding.join(pieces)),
  };
}
