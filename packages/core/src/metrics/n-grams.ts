/** Counting the n-grams that two texts share, for BLEU, chrF and ROUGE. */

import { Numbering, UNKNOWN } from "./numbering.ts";

/**
 * How many n-grams of the hypothesis a reference has too, each at most as often as in the reference
 * that has it most often.
 *
 * The n-grams of each order are numbered: one of n items by the number of its first n - 1 items and
 * its last item. So each costs one look-up of an integer, however long it is.
 *
 * @param hypothesis Words or characters.
 * @param references One or several lists of the same.
 * @param orders The longest n-grams, 1 or more.
 * @returns The matches of order 1 to `orders`.
 */
export function matchNGrams(
  hypothesis: readonly string[],
  references: readonly (readonly string[])[],
  orders: number,
): number[] {
  const items = new Numbering<string>();
  const knownItems = references.map((reference) => items.number(reference));
  const wantedItems = items.find(hypothesis);
  let numbers: Numbering<string> | Numbering<number> = items;
  let known = knownItems;
  let wanted = wantedItems;
  const matches = new Array<number>(orders).fill(0);
  for (let order = 1; order <= orders; order++) {
    if (order > 1) {
      const longer = new Numbering<number>();
      known = known.map((nGrams, index) =>
        longer.number(lengthen(nGrams, knownItems[index] as Int32Array, order, items.size)),
      );
      wanted = longer.find(lengthen(wanted, wantedItems, order, items.size));
      numbers = longer;
    }
    const matched = countMatches(wanted, known, numbers.size);
    if (matched === 0) break;
    matches[order - 1] = matched;
  }
  return matches;
}

/** The n-grams of `order` items as pairs of a shorter one and an item, each pair one integer. */
function lengthen(
  shorter: Int32Array,
  items: Int32Array,
  order: number,
  differentItems: number,
): Float64Array {
  const longer = new Float64Array(Math.max(0, items.length - order + 1));
  for (let start = 0; start < longer.length; start++) {
    const first = shorter[start] as number;
    const last = items[start + order - 1] as number;
    longer[start] = first === UNKNOWN || last === UNKNOWN ? UNKNOWN : first * differentItems + last;
  }
  return longer;
}

function countMatches(wanted: Int32Array, known: readonly Int32Array[], size: number): number {
  const unmatched = new Int32Array(size);
  for (const nGrams of known) {
    const counts = new Int32Array(size);
    for (const nGram of nGrams) (counts[nGram] as number)++;
    for (let nGram = 0; nGram < size; nGram++) {
      unmatched[nGram] = Math.max(unmatched[nGram] as number, counts[nGram] as number);
    }
  }
  let matches = 0;
  for (const nGram of wanted) {
    if (nGram === UNKNOWN || unmatched[nGram] === 0) continue;
    (unmatched[nGram] as number)--;
    matches++;
  }
  return matches;
}
