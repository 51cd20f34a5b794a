/** Counts of symbol pairs, and which of them is the most frequent. */

import { compareCodePoints } from "./code-point-order.ts";

const MOST_SYMBOLS = 2 ** 26;

/** One number for a pair of symbol numbers. */
export function pairKey(left: number, right: number): number {
  return left * MOST_SYMBOLS + right;
}

/** A pair of symbol numbers. */
export interface SymbolPair {
  readonly key: number;
  readonly left: number;
  readonly right: number;
}

/** What a pair counted when it was put into the heap; it may count otherwise by now. */
interface Entry extends SymbolPair {
  readonly count: number;
}

/**
 * Pairs by frequency, the most frequent first.
 *
 * A heap whose entries are not corrected when counts change: a pair that became more frequent is put in
 * again, one that became rarer is noticed when it comes to the top.
 */
export class PairQueue {
  readonly #textOf: (symbol: number) => string;
  readonly #counts = new Map<number, number>();
  readonly #heap: Entry[] = [];

  /** @param textOf The text of a symbol; decides the order of equally frequent pairs. */
  constructor(textOf: (symbol: number) => string) {
    this.#textOf = textOf;
  }

  /** Adds to the counts of pairs. */
  change(changes: ReadonlyMap<number, number>): void {
    for (const [key, change] of changes) {
      if (change === 0) continue;
      const count = (this.#counts.get(key) ?? 0) + change;
      this.#counts.set(key, count);
      if (change > 0) this.#push(entryOf(key, count));
    }
  }

  /** Takes out the most frequent pair, or nothing if none occurs `minimumFrequency` times. */
  takeMostFrequent(minimumFrequency: number): SymbolPair | undefined {
    for (let top = this.#pop(); top !== undefined; top = this.#pop()) {
      const count = this.#counts.get(top.key) ?? 0;
      if (count === top.count) {
        if (count < minimumFrequency) return undefined;
        this.#counts.delete(top.key);
        return top;
      }
      // When it counts more by now, a newer entry has been taken before or will be.
      if (count < top.count && count >= minimumFrequency) this.#push(entryOf(top.key, count));
    }
    return undefined;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let place = heap.push(entry) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#comesBefore(entry, heap[parent] as Entry)) break;
      heap[place] = heap[parent] as Entry;
      place = parent;
    }
    heap[place] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let place = 0;
    for (let child = 1; child < heap.length; child = 2 * place + 1) {
      const sibling = heap[child + 1];
      if (sibling !== undefined && this.#comesBefore(sibling, heap[child] as Entry)) child++;
      if (!this.#comesBefore(heap[child] as Entry, last)) break;
      heap[place] = heap[child] as Entry;
      place = child;
    }
    heap[place] = last;
    return top;
  }

  #comesBefore(a: Entry, b: Entry): boolean {
    if (a.count !== b.count) return a.count > b.count;
    const byLeft = compareCodePoints(this.#textOf(a.left), this.#textOf(b.left));
    if (byLeft !== 0) return byLeft > 0;
    return compareCodePoints(this.#textOf(a.right), this.#textOf(b.right)) > 0;
  }
}

function entryOf(key: number, count: number): Entry {
  return { key, left: Math.floor(key / MOST_SYMBOLS), right: key % MOST_SYMBOLS, count };
}
