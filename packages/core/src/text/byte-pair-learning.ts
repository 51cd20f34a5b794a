/** Learns which pairs of symbols byte-pair encoding merges. Sennrich et al. 2016, section 3.2. */

import { PairQueue, pairKey } from "./pair-queue.ts";

/** Two neighbouring symbols that become one. */
export type Merge = readonly [left: string, right: string];

/** Ends the last symbol of a word, as subword-nmt writes it. */
export const WORD_END = "</w>";

export interface LearnMergesOptions {
  /** The most merges. */
  readonly merges: number;
  /** A pair that occurs less often is not merged. */
  readonly minimumFrequency: number;
}

/** A distinct word of the data. */
interface Word {
  symbols: number[];
  readonly count: number;
}

/** The symbols of a word before any merge: its characters, the last one with the mark of the end. */
export function charactersOf(word: string): string[] {
  const characters = [...word];
  const last = characters.pop();
  return last === undefined ? [] : [...characters, last + WORD_END];
}

/**
 * The merges in the order of their frequency at the time; of equally frequent pairs, the one that is last
 * in the order of code points.
 *
 * Pair counts are kept up to date instead of being counted anew: a merge touches only the words that have
 * the pair.
 *
 * @param counts How often each word occurs.
 */
export function learnMerges(
  counts: ReadonlyMap<string, number>,
  { merges, minimumFrequency }: LearnMergesOptions,
): Merge[] {
  const symbols = new Symbols();
  const words = [...counts].map(
    ([word, count]): Word => ({
      symbols: charactersOf(word).map((symbol) => symbols.idOf(symbol)),
      count,
    }),
  );
  const queue = new PairQueue((id) => symbols.textOf(id));
  const places = new Map<number, Set<Word>>();
  const changes = new Map<number, number>();
  for (const word of words) {
    addPairs(word, 1, changes);
    addPlaces(word, places);
  }
  queue.change(changes);

  const learnt: Merge[] = [];
  while (learnt.length < merges) {
    const best = queue.takeMostFrequent(minimumFrequency);
    if (best === undefined) break;
    const [left, right] = [symbols.textOf(best.left), symbols.textOf(best.right)];
    learnt.push([left, right]);
    const merged = symbols.idOf(left + right);
    const touched = places.get(best.key) ?? [];
    places.delete(best.key);
    changes.clear();
    for (const word of touched) {
      const joined = joinPair(word.symbols, best, merged);
      if (joined === undefined) continue; // an earlier merge took the pair apart
      addPairs(word, -1, changes);
      word.symbols = joined;
      addPairs(word, 1, changes);
      addPlaces(word, places);
    }
    changes.delete(best.key);
    queue.change(changes);
  }
  return learnt;
}

/** Every neighbouring pair of a word counts as often as the word occurs, overlapping pairs too. */
function addPairs(word: Word, sign: 1 | -1, changes: Map<number, number>): void {
  const { symbols, count } = word;
  for (let index = 1; index < symbols.length; index++) {
    const key = pairKey(symbols[index - 1] as number, symbols[index] as number);
    changes.set(key, (changes.get(key) ?? 0) + sign * count);
  }
}

/** Keeps in mind which words have a pair. */
function addPlaces(word: Word, places: Map<number, Set<Word>>): void {
  for (let index = 1; index < word.symbols.length; index++) {
    const key = pairKey(word.symbols[index - 1] as number, word.symbols[index] as number);
    const found = places.get(key);
    if (found === undefined) places.set(key, new Set([word]));
    else found.add(word);
  }
}

/** The symbols after a merge, from left to right; nothing if the pair is not there. */
function joinPair(
  symbols: readonly number[],
  { left, right }: { readonly left: number; readonly right: number },
  merged: number,
): number[] | undefined {
  const joined: number[] = [];
  for (let index = 0; index < symbols.length; index++) {
    const isPair = symbols[index] === left && symbols[index + 1] === right;
    joined.push(isPair ? merged : (symbols[index] as number));
    if (isPair) index++;
  }
  return joined.length === symbols.length ? undefined : joined;
}

/** Symbols by number: equal texts are one symbol, whatever they were merged from. */
class Symbols {
  readonly #texts: string[] = [];
  readonly #ids = new Map<string, number>();

  idOf(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  textOf(id: number): string {
    return this.#texts[id] as string;
  }
}
