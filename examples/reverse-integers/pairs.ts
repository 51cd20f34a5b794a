/** Sequences of integers and their reverse, as Joey NMT's scripts/generate_reverse_task.py draws them. */
import { END_ID, type Random, START_ID } from "@encdec/core";

/** Tokens of the vocabulary before the integers: padding, unknown, start and end. */
export const FIRST_INTEGER_ID = 4;

/** Ids of a sequence and of its reverse. */
export interface Pair {
  readonly source: readonly number[];
  /** From `<s>` to `</s>`. */
  readonly target: readonly number[];
}

/** What is drawn. */
export interface PairOptions {
  /** Integers are below this. */
  readonly highest: number;
  /** Lengths are from 1 to this, each as likely. */
  readonly maximumLength: number;
}

/** Draws pairs of a sequence and its reverse. */
export function makePairs(count: number, options: PairOptions, random: Random): Pair[] {
  const { highest, maximumLength } = options;
  return Array.from({ length: count }, () => {
    const length = 1 + random.integer(maximumLength);
    const source = Array.from({ length }, () => FIRST_INTEGER_ID + random.integer(highest));
    return { source, target: [START_ID, ...source.toReversed(), END_ID] };
  });
}

/** The integers as text: `7 31 0`. */
export function textOf(ids: readonly number[]): string {
  return ids.map((id) => id - FIRST_INTEGER_ID).join(" ");
}
