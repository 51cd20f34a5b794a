/** Counting n-grams, shared by BLEU and chrF. */

/** How often each n-gram occurs. */
export type NGramCounts = ReadonlyMap<string, number>;

/** The end of the signature of a score: who computed it, and whose figures it reproduces. */
export const SIGNATURE_VERSION = "version:encdec-sacrebleu-2.6.0";

// The white space at which sacrebleu (Python) splits. It differs from JavaScript's `\s`: the
// separators U+001C to U+001F and U+0085 are in, the byte order mark U+FEFF is not.
const WHITE_SPACE =
  "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const SEPARATOR = new RegExp(WHITE_SPACE);
const TRAILING = new RegExp(`${WHITE_SPACE}$`);

/** Splits a text at white space into words. */
export function splitWords(text: string): string[] {
  return text.split(SEPARATOR).filter((word) => word !== "");
}

/** Removes white space from the end of a text. */
export function trimEnd(text: string): string {
  return text.replace(TRAILING, "");
}

/**
 * Counts the n-grams of one order.
 *
 * @param items Words or characters.
 * @param order Length of the n-grams, 1 or more.
 * @param separator Stands between the items of an n-gram; must not occur in them.
 */
export function countNGrams(
  items: readonly string[],
  order: number,
  separator: string,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + order <= items.length; start++) {
    const nGram = items.slice(start, start + order).join(separator);
    counts.set(nGram, (counts.get(nGram) ?? 0) + 1);
  }
  return counts;
}

/** How many n-grams of the hypothesis the reference has too, each at most as often as there. */
export function countMatches(hypothesis: NGramCounts, reference: NGramCounts): number {
  let matches = 0;
  for (const [nGram, count] of hypothesis) {
    matches += Math.min(count, reference.get(nGram) ?? 0);
  }
  return matches;
}

/** The number of all n-grams counted. */
export function countAll(counts: NGramCounts): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}
