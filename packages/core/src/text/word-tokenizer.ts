/** Words, numbers, punctuation marks and emoji as tokens, found by natural's pattern tokenizer. */

// The package's main file would load database drivers; this one holds the tokenizers alone.
import { RegexpTokenizer } from "natural/lib/natural/tokenizers/regexp_tokenizer.js";
import { detokenize } from "./detokenize.ts";
import type { Orthography, PunctuationSpace } from "./orthography.ts";
import { SPACELESS } from "./spaceless-scripts.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** Makes the tokenizer of one language. */
export function wordTokenizer(
  orthography: Orthography,
  punctuationSpace: PunctuationSpace,
): Tokenizer {
  const splitter = new RegexpTokenizer({ pattern: tokenPattern(orthography), gaps: false });
  return {
    name: `word-${orthography.language}`,
    // Without a match the library returns null, whatever its types say.
    tokenize: (text) => splitter.tokenize(text) ?? [],
    detokenize: (tokens) => detokenize(tokens, orthography, punctuationSpace),
  };
}

const FLAG = "\\p{RI}{2}";
const KEYCAP = "[0-9#*]\\ufe0f?\\u20e3";
// Skin tones, variation selectors, tags of regional flags, and further pictographs after a joiner.
const PICTOGRAPH =
  "\\p{ExtPict}(?:\\p{EMod}|\\ufe0f|[\\u{e0020}-\\u{e007f}]|\\u200d[\\p{ExtPict}♀♂])*";
// Bounded, so that a long run of hyphens is not searched again from each of its characters.
const ADDRESS = [
  "(?:https?://|www\\.)\\S*[\\p{L}\\p{N}\\/]",
  "(?<![\\w.+\\-])[\\w.+\\-]{1,64}@[\\w\\-]+(?:\\.[\\w\\-]+)+",
  "(?<![\\w\\-])[\\w\\-]{1,63}\\.(?:com|org|net)\\b",
].join("|");
// U.S., a.m., J.-C.
const INITIALS = "\\p{L}\\.(?:-?\\p{L}\\.)+";
// Letters of scripts with spaces, marks, digits; U+200C and U+200D join letters in Persian and Indic words.
const LETTERS = `[[\\p{L}\\p{M}\\p{N}\\u200c\\u200d]--[${SPACELESS}]]+`;
// -5, +5; endings that stand apart, as in Finnish "ON! -nuoli"; words with a cut beginning, ’eard.
const WORD_HEAD =
  "(?:(?<![\\p{L}\\p{N}])[\\-−+](?=\\p{N})|(?<=\\s)-(?=\\p{L})|(?<!\\S)’(?=\\p{L}))";
// Nord- und Südamerika; C++; n° 7
const WORD_TAIL = "(?:-(?=\\s)|\\+{1,2}(?![\\p{L}\\p{N}])|(?<=\\p{L})°)";
// ami(e)
const ENDING_IN_BRACKETS = "(?<=\\p{L})\\(\\p{L}{1,4}\\)";

/** Every character but white space is in exactly one match. */
function tokenPattern({ parts, suffix }: Orthography): RegExp {
  const joint = `(?:${suffix === undefined ? "" : `(?!${suffix})`}[\\-‐‑–'’‘·_&]|(?<=\\p{N})[.,:\\/](?=\\p{N}))`;
  const alternatives = [
    FLAG,
    KEYCAP,
    PICTOGRAPH,
    ADDRESS,
    INITIALS,
    ...parts,
    `${WORD_HEAD}?${LETTERS}(?:${joint}${LETTERS})*${WORD_TAIL}?`,
    ENDING_IN_BRACKETS,
    `[${SPACELESS}]\\p{M}*`,
    `(?<=[${SPACELESS}]) | (?=[${SPACELESS}])`,
    "\\.{2,}",
    "[?!]{2,}",
    "''",
    "-{2,}",
    "°[CF]?",
    "\\S",
  ];
  return new RegExp(alternatives.join("|"), "giv");
}
