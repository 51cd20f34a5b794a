/** Makes learnt merges in a word, in their order. */

import { charactersOf, type Merge } from "./byte-pair-learning.ts";

/** Merges by the symbols they join, and by the symbol they make. */
export class MergeTable {
  readonly #ranks = new Map<string, Map<string, number>>();
  readonly #parts: ReadonlyMap<string, Merge>;

  constructor(merges: readonly Merge[]) {
    // The first of equal merges counts, so they are entered from the last to the first.
    const fromLast = merges.map((merge, rank) => ({ merge, rank })).reverse();
    for (const { merge, rank } of fromLast) {
      const [left, right] = merge;
      const ranks = this.#ranks.get(left) ?? new Map<string, number>();
      this.#ranks.set(left, ranks.set(right, rank));
    }
    this.#parts = new Map(fromLast.map(({ merge }) => [merge.join(""), merge]));
  }

  /** All symbols that merges make. */
  symbols(): Iterable<string> {
    return this.#parts.keys();
  }

  /** What a symbol was merged from first; nothing for a character. */
  partsOf(symbol: string): Merge | undefined {
    return this.#parts.get(symbol);
  }

  /**
   * The symbols of a word after all merges.
   *
   * @param isDropped Asked at every place where a merge could be made now; true leaves it out this time.
   */
  apply(word: string, isDropped?: () => boolean): string[] {
    let symbols = charactersOf(word);
    while (symbols.length > 1) {
      const places = this.#nextMerge(symbols, isDropped);
      if (places.length === 0) break;
      symbols = mergeAt(symbols, places);
    }
    return symbols;
  }

  /** Where the first of the merges that are possible is to be made. */
  #nextMerge(symbols: readonly string[], isDropped?: () => boolean): number[] {
    let best = Number.POSITIVE_INFINITY;
    let places: number[] = [];
    for (let place = 0; place < symbols.length - 1; place++) {
      const rank = this.#ranks.get(symbols[place] ?? "")?.get(symbols[place + 1] ?? "");
      if (rank === undefined || rank > best || isDropped?.()) continue;
      if (rank < best) places = [];
      best = rank;
      places.push(place);
    }
    return places;
  }
}

/** Merges the pairs that begin at these places; of overlapping ones the first. */
function mergeAt(symbols: readonly string[], places: readonly number[]): string[] {
  const merged: string[] = [];
  let next = 0;
  for (const place of places) {
    if (place < next) continue;
    for (; next < place; next++) merged.push(symbols[next] as string);
    merged.push(`${symbols[place]}${symbols[place + 1]}`);
    next = place + 2;
  }
  for (; next < symbols.length; next++) merged.push(symbols[next] as string);
  return merged;
}
