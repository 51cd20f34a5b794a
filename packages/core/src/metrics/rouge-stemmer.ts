/** The stemmer of rouge-score: Porter's steps by natural, with the changes that NLTK makes to them. */

/// <reference path="./porter-stemmer.d.ts" />
import porter from "natural/lib/natural/stemmers/porter_stemmer.js";

/** Takes a word with plain vowels, and as it is written. */
type Step = (word: string, written: string) => string;

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["skies", "sky"],
  ["dying", "die"],
  ["lying", "lie"],
  ["tying", "tie"],
  ["news", "news"],
  ["inning", "inning"],
  ["innings", "inning"],
  ["outing", "outing"],
  ["outings", "outing"],
  ["canning", "canning"],
  ["cannings", "canning"],
  ["howe", "howe"],
  ["proceed", "proceed"],
  ["exceed", "exceed"],
  ["succeed", "succeed"],
]);

const STEPS = [
  step1a,
  step1b,
  step1c,
  step2,
  porter.step3,
  porter.step4,
  step5a,
  porter.step5b,
].map(withPlainVowels);

/**
 * Reduces an English word to its stem as NLTK's PorterStemmer does.
 *
 * Source: Porter 1980, "An algorithm for suffix stripping", with NLTK's extensions.
 *
 * @param word Lower-case letters and digits, more than three.
 */
export function stemWord(word: string): string {
  return IRREGULAR.get(word) ?? STEPS.reduce((stem, step) => step(stem), word);
}

/**
 * Runs a step on a word whose y are written u where they are vowels.
 *
 * The library would count such a y and a vowel beside it as two vowel groups. A final y stays: steps
 * look for it. No suffix holds a y, so all up to the last one stays as it was.
 */
function withPlainVowels(step: Step): (word: string) => string {
  return (word) => {
    const plain = word.replace(/([^aeiou])y(?=.)/g, "$1u");
    const result = step(plain, word);
    const kept = Math.min(word.lastIndexOf("y", word.length - 2) + 1, result.length);
    return word.slice(0, kept) + result.slice(kept);
  };
}

/** dies -> die, but flies -> fli. */
function step1a(word: string): string {
  return /^.ies$/.test(word) ? word.slice(0, -1) : porter.step1a(word);
}

/** died -> die, but tried -> tri; used -> use. */
function step1b(word: string, written: string): string {
  if (word.endsWith("ied")) return word.slice(0, word.length === 4 ? -1 : -2);
  // A vowel and a consonant, but the same letter twice, as in hopping.
  if (/uy(ed|ing)$/.test(word) && /yy(ed|ing)$/.test(written))
    return word.replace(/y(ed|ing)$/, "");
  const stem = porter.step1b(word);
  return stem.length === 2 && /^[aeiou][^aeiou](ed|ing)$/.test(word) ? `${stem}e` : stem;
}

/** happy -> happi, try -> tri, but enjoy and by stay. */
function step1c(word: string): string {
  return word.replace(/^(.+[^aeiou])y$/, "$1i");
}

function step2(word: string): string {
  const { length } = word;
  // radicalli -> radical, then once more: relationalli -> relational -> relate.
  if (word.endsWith("alli") && hasGroups(word.slice(0, -4))) return step2(word.slice(0, -2));
  if (word.endsWith("fulli")) return hasGroups(word.slice(0, -5)) ? word.slice(0, -2) : word;
  // The l belongs to the stem: geologi -> geolog.
  if (word.endsWith("logi")) return hasGroups(word.slice(0, -3)) ? word.slice(0, length - 1) : word;
  // The longest ending alone is tried.
  if (word.endsWith("ization") && !hasGroups(word.slice(0, -7))) return word;
  return porter.step2(word);
}

/** rate -> rate, cease -> ceas, but use stays. */
function step5a(word: string): string {
  return /^[aeiou][^aeiou]e$/.test(word) ? word : porter.step5a(word);
}

/** Whether the word holds a group of vowels before a consonant, Porter's m > 0. */
function hasGroups(word: string): boolean {
  return porter.measure(word) > 0;
}
