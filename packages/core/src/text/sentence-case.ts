/** Lets the first word of a sentence share its token with the same word elsewhere. */

/** Goes in front of a sentence that does not begin with a capital; never split, as it is one character. */
const AS_IT_IS = "⇩";
const HAS_LETTER_OR_NUMBER = /[\p{L}\p{N}]/u;

/**
 * Truecasing of word tokens: the capital that only marks the beginning of a sentence goes, and comes back.
 *
 * Words that are written with a capital elsewhere, such as names and the English "I", keep it. A sentence
 * that begins without a capital is marked by a token `⇩` in front, so that `restore` gives back exactly
 * what `apply` was given, whatever the language.
 *
 * Source: Lita et al. 2003, tRuEcasIng, https://aclanthology.org/P03-1020, section 2 (the unigram model).
 *
 * @example
 * ```ts
 * import { createTokenizer, SentenceCase } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const words = createTokenizer({ kind: "word", language: "en" });
 * const sentences = ["We met Anna.", "She and Anna met us.", "Anna is here."];
 * const sentenceCase = SentenceCase.learn(sentences.map(words.tokenize));
 * assert.deepEqual(sentenceCase.apply(["She", "smiled"]), ["she", "smiled"]);
 * assert.deepEqual(sentenceCase.apply(["Anna", "smiled"]), ["Anna", "smiled"]);
 * assert.deepEqual(sentenceCase.restore(["she", "smiled"]), ["She", "smiled"]);
 * assert.deepEqual(sentenceCase.restore(sentenceCase.apply(["and", "you"])), ["and", "you"]);
 * ```
 */
export class SentenceCase {
  readonly #capitalized: ReadonlySet<string>;

  /** @param capitalized Words that keep their capital at the beginning of a sentence. */
  private constructor(capitalized: Iterable<string>) {
    this.#capitalized = new Set(capitalized);
  }

  /** Learns which words have a capital more often than not where no sentence begins. */
  static learn(tokenLists: Iterable<readonly string[]>): SentenceCase {
    const surplus = new Map<string, number>();
    for (const tokens of tokenLists) {
      const first = firstWordAt(tokens);
      for (const [index, token] of tokens.entries()) {
        const lowered = lowerFirst(token);
        if (index === first && lowered !== undefined) continue;
        const word = lowered ?? token;
        const change = lowered === undefined ? -1 : 1;
        surplus.set(word, (surplus.get(word) ?? 0) + change);
      }
    }
    return new SentenceCase(
      [...surplus].filter(([, count]) => count > 0).map(([word]) => upperFirst(word)),
    );
  }

  /** Reads what `toText` wrote. */
  static fromText(text: string): SentenceCase {
    return new SentenceCase(text.split("\n").filter((line) => line !== ""));
  }

  /** The words that keep their capital, one a line, in the order of their UTF-16 code units. */
  toText(): string {
    return [...this.#capitalized]
      .sort()
      .map((word) => `${word}\n`)
      .join("");
  }

  /** The tokens of a sentence, the first word without a capital that it would not have elsewhere. */
  apply(tokens: readonly string[]): string[] {
    const index = firstWordAt(tokens);
    const word = tokens[index];
    if (tokens[0] === AS_IT_IS) return [AS_IT_IS, ...tokens];
    if (word === undefined) return [...tokens];
    if (upperFirst(word) !== word) return [AS_IT_IS, ...tokens];
    const lowered = lowerFirst(word);
    if (lowered === undefined || this.#capitalized.has(word)) return [...tokens];
    return tokens.with(index, lowered);
  }

  /** The tokens of a sentence, the first word with a capital. */
  restore(tokens: readonly string[]): string[] {
    if (tokens[0] === AS_IT_IS) return tokens.slice(1);
    const index = firstWordAt(tokens);
    const word = tokens[index];
    return word === undefined ? [...tokens] : tokens.with(index, upperFirst(word));
  }
}

/** The place of the first token that is a word or number, or -1. */
function firstWordAt(tokens: readonly string[]): number {
  return tokens.findIndex((token) => HAS_LETTER_OR_NUMBER.test(token));
}

/** The word without the capital of its first letter, or nothing where that could not be undone. */
function lowerFirst(word: string): string | undefined {
  const [first = "", ...rest] = word;
  const lowered = first.toLowerCase();
  // Not "USA" or "McKay": their first letter says nothing without the others.
  const tail = rest.join("");
  if (lowered === first || lowered.toUpperCase() !== first || tail.toLowerCase() !== tail) {
    return undefined;
  }
  return lowered + tail;
}

function upperFirst(word: string): string {
  const [first = "", ...rest] = word;
  return first.toUpperCase() + rest.join("");
}
