/** Joins word tokens to a text by the spacing rules of the language. */

import type { Orthography, PunctuationSpace } from "./orthography.ts";
import { isSpaceless } from "./spaceless-scripts.ts";

/** What stands between a token and its neighbour. */
type Gap = "" | PunctuationSpace;

interface Gaps {
  readonly before: Gap;
  readonly after: Gap;
}

const WORD: Gaps = { before: " ", after: " " };
const CLOSING: Gaps = { before: "", after: " " };
const OPENING: Gaps = { before: " ", after: "" };
const JOINING: Gaps = { before: "", after: "" };

// The last kind is an ending in brackets: ami(e).
const CLOSING_TOKEN = /^(?:[.,)\]}…]|\.{2,}|\(\p{L}+\))$/u;
const OPENING_TOKEN = /^[([{¿¡#@~]$/;
const JOINING_TOKEN = /^[/\\_]$/;
// French writes a space before these.
const SPACED_TOKEN = /^(?:[?!]+|[;:%‰‽])$/;
const UNIT_TOKEN = /^(?:\p{Sc}|°[CF]?)$/u;
const CURRENCY = /^\p{Sc}$/u;
const DASH = /^[-–—]$/;
const NUMBER = /^\p{N}/u;

// Marks of one kind. The first opens and the next closes, whatever their shape: «a», »a«, “a”, „a“, ”a”.
const SINGLE_QUOTES: readonly string[] = ["'", "‘", "’", "‚"];
const QUOTATION_MARKS = [
  SINGLE_QUOTES,
  ['"'],
  ["“", "”", "„", "‟"],
  ["«", "»"],
  ["‹", "›"],
  ["''"],
];

/**
 * Joins tokens to a text.
 *
 * @param tokens As `wordTokenizer` makes them; others are taken for words.
 * @param punctuationSpace What stands where the language puts a space next to punctuation.
 */
export function detokenize(
  tokens: readonly string[],
  orthography: Orthography,
  punctuationSpace: PunctuationSpace,
): string {
  const openMarks = new Set<readonly string[]>();
  let text = "";
  let gap: Gap = "";
  for (const [index, token] of tokens.entries()) {
    const marks = QUOTATION_MARKS.find((kind) => kind.includes(token));
    const { before, after } =
      marks === undefined || isApostrophe(tokens, index, openMarks)
        ? gapsAround(tokens, index, orthography, punctuationSpace)
        : gapsAroundQuotationMark(marks, openMarks, orthography, punctuationSpace);
    text += narrowest(gap, before) + token;
    gap = after;
  }
  return text;
}

function gapsAround(
  tokens: readonly string[],
  index: number,
  { leansLeft, leansRight, spacedPunctuation }: Orthography,
  punctuationSpace: PunctuationSpace,
): Gaps {
  const token = tokens[index] ?? "";
  if (SINGLE_QUOTES.includes(token)) return CLOSING;
  // Between characters of these scripts a space is a token of its own.
  if (token === " " || isSpaceless(token)) return JOINING;
  if (CLOSING_TOKEN.test(token) || leansLeft?.test(token)) return CLOSING;
  if (OPENING_TOKEN.test(token) || leansRight?.test(token)) return OPENING;
  if (JOINING_TOKEN.test(token)) return JOINING;
  // A sentence that breaks off: wait—
  if (DASH.test(token) && index === tokens.length - 1) return CLOSING;
  if (SPACED_TOKEN.test(token)) {
    return spacedPunctuation ? { before: punctuationSpace, after: " " } : CLOSING;
  }
  if (UNIT_TOKEN.test(token)) {
    const isPrefix = CURRENCY.test(token) && NUMBER.test(tokens[index + 1] ?? "");
    if (isPrefix && !NUMBER.test(tokens[index - 1] ?? "")) return OPENING;
    return spacedPunctuation ? { before: punctuationSpace, after: " " } : CLOSING;
  }
  return WORD;
}

function gapsAroundQuotationMark(
  marks: readonly string[],
  openMarks: Set<readonly string[]>,
  { spacedPunctuation }: Orthography,
  punctuationSpace: PunctuationSpace,
): Gaps {
  const inside = spacedPunctuation && marks.includes("«") ? punctuationSpace : "";
  if (openMarks.delete(marks)) return { before: inside, after: " " };
  openMarks.add(marks);
  return { before: " ", after: inside };
}

/**
 * Whether a mark is an apostrophe after a word, the parents' house, and not half of a pair around 'a quote'.
 * The curly one never opens a quote: ‘ and ‚ do.
 */
function isApostrophe(
  tokens: readonly string[],
  index: number,
  openMarks: ReadonlySet<readonly string[]>,
): boolean {
  if (openMarks.has(SINGLE_QUOTES)) return false;
  if (tokens[index] === "’") return true;
  const followsS = (place: number) => /s$/i.test(tokens[place - 1] ?? "");
  if (tokens[index] !== "'" || !followsS(index)) return false;
  return !tokens.some((token, place) => place > index && token === "'" && !followsS(place));
}

function narrowest(first: Gap, second: Gap): Gap {
  if (first === "" || second === "") return "";
  return first === " " ? second : first;
}
