/** The tokenizations of sacrebleu's BLEU (Post 2018, https://aclanthology.org/W18-6319). */

import { splitWords, trimEnd } from "./words.ts";

/**
 * `13a`: as in WMT's mteval-v13a; `intl`: as in mteval-v14, which knows all of Unicode's punctuation and
 * symbols; `char`: every character; `none`: at white space only.
 */
export type BleuTokenization = "13a" | "intl" | "char" | "none";

export const BLEU_TOKENIZERS: Record<BleuTokenization, (text: string) => string[]> = {
  "13a": tokenize13a,
  intl: tokenizeInternational,
  char: (text) => [...text].flatMap(splitWords),
  none: splitWords,
};

const ENTITIES = [
  ["&quot;", '"'],
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
] as const;

function tokenize13a(text: string): string[] {
  let line = trimEnd(text).replaceAll("<skipped>", "").replaceAll("-\n", "");
  if (line.includes("&")) {
    for (const [entity, character] of ENTITIES) line = line.replaceAll(entity, character);
  }
  return splitWords(
    // Spaces at both ends let a period or comma there have a neighbour that is no digit.
    ` ${line} `
      // ASCII punctuation other than ' , - . stands alone,
      .replace(/[!-&(-+/:-@[-`{-~]/g, " $& ")
      // so do periods and commas, except between two digits,
      .replace(/([^0-9])([.,])/gu, "$1 $2 ")
      .replace(/([.,])([^0-9])/gu, " $1 $2")
      // and a dash after a digit.
      .replace(/([0-9])-/g, "$1 - "),
  );
}

function tokenizeInternational(text: string): string[] {
  return splitWords(
    // Punctuation stands alone, except between two digits or at an end of the text beside one,
    trimEnd(text)
      .replace(/(\P{N})(\p{P})/gu, "$1 $2 ")
      .replace(/(\p{P})(\P{N})/gu, " $1 $2")
      // and so do symbols.
      .replace(/\p{S}/gu, " $& "),
  );
}
