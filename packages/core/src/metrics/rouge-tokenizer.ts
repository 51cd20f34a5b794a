/** The tokenization of rouge-score: letters a to z and digits, in lower case. */

import { stemWord } from "./rouge-stemmer.ts";

/** Makes a tokenizer that remembers the stems of the words it has seen. */
export function rougeTokenizer(stemming: boolean): (text: string) => string[] {
  const stems = new Map<string, string>();
  const stem = (word: string): string => {
    if (word.length <= 3) return word;
    const known = stems.get(word) ?? stemWord(word);
    stems.set(word, known);
    return known;
  };
  return (text) => {
    const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    return stemming ? words.map(stem) : words;
  };
}
