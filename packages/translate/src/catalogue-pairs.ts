/**
 * Phrase pairs from gettext catalogues of Battle for Wesnoth.
 *
 * Context before a caret and markup such as `<i>` go; plural forms and messages with a variable, a
 * tag's remains or an entity are left out, as are pairs without letters, equal on both sides or seen
 * before. A message becomes one pair for each line and sentence where both sides have as many of them
 * with lengths in proportion, and stays whole elsewhere.
 */
import { normalize } from "@encdec/core";
import { type GetTextTranslations, mo } from "gettext-parser";
import type { Pair } from "./data.ts";

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
    for (const { source, target } of messages(catalogue)) {
      for (const pair of align(split.source(clean(source)), split.target(clean(target)))) {
        if (isPhrase(pair)) pairs.set(`${pair.source}\t${pair.target}`, pair);
      }
    }
  }
  return [...pairs.values()];
}

function messages(catalogue: Buffer): Pair[] {
  return Object.values(parse(catalogue).translations)
    .flatMap((context) => Object.values(context))
    .filter(({ msgid, msgid_plural }) => msgid !== "" && msgid_plural === undefined)
    .map(({ msgid, msgstr }) => ({ source: msgid, target: msgstr[0] ?? "" }));
}

function parse(catalogue: Buffer): GetTextTranslations {
  try {
    const parsed = mo.parse(catalogue) as GetTextTranslations | false; // false: no magic number
    if (parsed !== false) return parsed;
  } catch {
    // The index points beyond the file's end.
  }
  const start = JSON.stringify(catalogue.toString("latin1", 0, 16));
  throw new Error(
    `Cannot read a catalogue: it must be a whole gettext .mo file, got ${catalogue.length} bytes that begin with ${start}`,
  );
}

/** Without context and tags; lines stay. */
function clean(message: string): string {
  return message.replace(CONTEXT, "").replace(TAG, "");
}

function sentenceSplitter(locale: string): (text: string) => string[] {
  // The language alone decides; names that are no BCP 47 tags, such as "racv", get the root's rules.
  const language = /^[a-z]{2,3}(?![a-z])/.exec(locale)?.[0] ?? "und";
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  return (text) =>
    text
      .split("\n")
      .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => normalize(segment)))
      .filter((sentence) => sentence !== "");
}

/** Sentence by sentence if they match, else one pair. */
function align(sources: readonly string[], targets: readonly string[]): Pair[] {
  const whole = { source: sources.join(" "), target: targets.join(" ") };
  if (sources.length !== targets.length) return [whole];
  const sentences = sources.map((source, index) => ({ source, target: targets[index] ?? "" }));
  const scale = whole.source.length / whole.target.length;
  return sentences.every((pair) => inProportion(pair, scale)) ? sentences : [whole];
}

const SLACK_CHARACTERS = 10; // short sentences differ freely
const MOST_DISPROPORTION = 2;

function inProportion({ source, target }: Pair, scale: number): boolean {
  const expected = source.length + SLACK_CHARACTERS;
  const found = target.length * scale + SLACK_CHARACTERS;
  return Math.max(expected / found, found / expected) <= MOST_DISPROPORTION;
}

function isPhrase({ source, target }: Pair): boolean {
  const clear = [source, target].every((text) => LETTER.test(text) && !REMAINS.test(text));
  return clear && source !== target;
}
