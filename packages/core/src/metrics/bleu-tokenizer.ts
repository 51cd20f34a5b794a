/** The tokenizations of sacrebleu's BLEU (Post 2018, https://aclanthology.org/W18-6319). */

import { splitWords, trimEnd } from "./n-grams.ts";

/** `13a`: as in WMT's mteval-v13a; `none`: at white space only; `char`: every character. */
export type BleuTokenization = "13a" | "none" | "char";

export const BLEU_TOKENIZERS: Record<BleuTokenization, (text: string) => string[]> = {
  "13a": tokenize13a,
  none: splitWords,
  char: (text) => [...text].flatMap(splitWords),
};

const ENTITIES = [
  ["&quot;", '"'],
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
] as const;

function tokenize13a(text: string): string[] {
  let line = trimEnd(text).replaceAll("<skipped>", "").replaceAll("-\n", "");
  for (const [entity, character] of ENTITIES) line = line.replaceAll(entity, character);
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
