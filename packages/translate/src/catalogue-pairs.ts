/**
 * Phrase pairs from gettext catalogues of Battle for Wesnoth.
 *
 * Context before a caret and markup such as `<i>` go; plural forms and messages with a variable, a
 * tag's remains or an entity are left out, as are pairs without letters, equal on both sides or seen
 * before. A message becomes one pair for each line and sentence where both sides have as many of them
 * with lengths in proportion, and stays whole elsewhere.
 */
import type { Pair } from "./data.ts";
import { catalogueMessages } from "./gettext-messages.ts";
import { align, sentenceSplitter } from "./sentence-alignment.ts";

// "female^Princess", "teamname^Monsters"
const CONTEXT = /^[^^\n]*\^/;
const TAG = /<\/?[a-z]+[^<>]*>/g;
const REMAINS = /[$<>=]|&\w+;/;
const LETTER = /\p{L}/u;

/**
 * Phrase pairs of compiled catalogues (`.mo` files), the sources in English.
 *
 * @param locale gettext's name of the target language, such as "fr" or "pt_BR".
 * @throws {Error} If a file is no catalogue, or is cut off.
 */
export function cataloguePairs(catalogues: Iterable<Buffer>, locale: string): Pair[] {
  const split = { source: sentenceSplitter("en"), target: sentenceSplitter(locale) };
  const pairs = new Map<string, Pair>();
  for (const catalogue of catalogues) {
    for (const { source, target } of catalogueMessages(catalogue)) {
      for (const pair of align(split.source(clean(source)), split.target(clean(target)))) {
        if (isPhrase(pair)) pairs.set(`${pair.source}\t${pair.target}`, pair);
      }
    }
  }
  return [...pairs.values()];
}

/** Without context and tags; lines stay. */
function clean(message: string): string {
  return message.replace(CONTEXT, "").replace(TAG, "");
}

function isPhrase({ source, target }: Pair): boolean {
  const clear = [source, target].every((text) => LETTER.test(text) && !REMAINS.test(text));
  return clear && source !== target;
}
