/** Corpus chrF and chrF++ with the same figures as sacrebleu 2.6.0. */

import {
  countAll,
  countMatches,
  countNGrams,
  type NGramCounts,
  SIGNATURE_VERSION,
  splitWords,
} from "./n-grams.ts";
import { pairSegments, type References, referenceCount } from "./segments.ts";

export interface ChrfOptions {
  /** Longest character n-grams, 1 or more. @default 6 */
  readonly characterOrder?: number;
  /** Longest word n-grams: 0 for chrF, 2 for chrF++. @default 0 */
  readonly wordOrder?: number;
  /** How many times more recall weighs than precision, above 0. @default 2 */
  readonly beta?: number;
  /** Compare in lower case. @default false */
  readonly lowercase?: boolean;
}

export interface ChrfResult {
  /** 0 to 100, higher is better. */
  readonly score: number;
  /** The settings in sacrebleu's notation, to be quoted beside the score. */
  readonly signature: string;
}

/** Counts of one n-gram order. */
interface OrderStatistics {
  hypothesis: number;
  reference: number;
  matches: number;
}

/**
 * chrF of a corpus: (1 + beta^2) P R / (beta^2 P + R), P and R averaged over the n-gram orders.
 *
 * Character n-grams ignore white space. The counts are summed over all segments first; of several
 * references the one that suits the hypothesis best counts.
 *
 * Source: Popović 2015, https://aclanthology.org/W15-3049; chrF++: Popović 2017, https://aclanthology.org/W17-4770.
 *
 * @param hypotheses One text each, `[segments]`.
 * @param references `[segments]`, each one text or several.
 * @returns The score, 0 to 100, and its signature.
 * @throws {RangeError} If there are no hypotheses, unequal counts, a hypothesis without references, or
 * an option out of its range.
 *
 * @example
 * ```ts
 * import { chrf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const { score, signature } = chrf(["un chat noir"], ["un chien noir"], { wordOrder: 2 });
 * assert.closeTo(score, 34.14, 0.01);
 * assert(signature.startsWith("nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|"));
 * ```
 */
export function chrf(
  hypotheses: readonly string[],
  references: References,
  options: ChrfOptions = {},
): ChrfResult {
  const { characterOrder = 6, wordOrder = 0, beta = 2, lowercase = false } = options;
  checkOrder("characterOrder", characterOrder, 1);
  checkOrder("wordOrder", wordOrder, 0);
  if (!(beta > 0 && Number.isFinite(beta))) {
    throw new RangeError(`Cannot compute chrF: beta must be above 0, got ${beta}`);
  }
  const segments = pairSegments("chrF", hypotheses, references);
  const count = (text: string) =>
    countOrders(lowercase ? text.toLowerCase() : text, characterOrder, wordOrder);

  const totals = emptyStatistics(characterOrder + wordOrder);
  for (const segment of segments) {
    const hypothesis = count(segment.hypothesis);
    let best = emptyStatistics(0);
    let bestScore = -1;
    for (const reference of segment.references) {
      const statistics = compareOrders(hypothesis, count(reference));
      const score = fScore(statistics, beta);
      if (score > bestScore) {
        bestScore = score;
        best = statistics;
      }
    }
    for (const [index, total] of totals.entries()) {
      total.hypothesis += best[index]?.hypothesis ?? 0;
      total.reference += best[index]?.reference ?? 0;
      total.matches += best[index]?.matches ?? 0;
    }
  }
  return {
    score: fScore(totals, beta),
    signature: [
      `nrefs:${referenceCount(segments)}`,
      `case:${lowercase ? "lc" : "mixed"}`,
      "eff:yes",
      `nc:${characterOrder}`,
      `nw:${wordOrder}`,
      "space:no",
      SIGNATURE_VERSION,
    ].join("|"),
  };
}

function checkOrder(name: string, order: number, minimum: number): void {
  if (!Number.isInteger(order) || order < minimum) {
    throw new RangeError(
      `Cannot compute chrF: ${name} must be an integer of at least ${minimum}, got ${order}`,
    );
  }
}

function emptyStatistics(orders: number): OrderStatistics[] {
  return Array.from({ length: orders }, () => ({ hypothesis: 0, reference: 0, matches: 0 }));
}

/** The n-grams of a text: characters of order 1, 2, ..., then words of order 1, 2, ... */
function countOrders(text: string, characterOrder: number, wordOrder: number): NGramCounts[] {
  const words = splitWords(text);
  const characters = [...words.join("")];
  const separated = wordOrder > 0 ? words.flatMap(separatePunctuation) : [];
  return [
    ...Array.from({ length: characterOrder }, (_, index) => countNGrams(characters, index + 1, "")),
    ...Array.from({ length: wordOrder }, (_, index) => countNGrams(separated, index + 1, " ")),
  ];
}

const PUNCTUATION = /[!-/:-@[-`{-~]/;

/** Splits one punctuation mark off a word: the last character, else the first. */
function separatePunctuation(word: string): string[] {
  const characters = [...word];
  const first = characters[0] ?? "";
  const last = characters.at(-1) ?? "";
  if (characters.length === 1) return [word];
  if (PUNCTUATION.test(last)) return [word.slice(0, -1), last];
  if (PUNCTUATION.test(first)) return [first, word.slice(1)];
  return [word];
}

function compareOrders(
  hypothesis: readonly NGramCounts[],
  reference: readonly NGramCounts[],
): OrderStatistics[] {
  return hypothesis.map((counts, index) => {
    const expected = reference[index] ?? new Map<string, number>();
    return {
      // What the reference is too short for is not held against the hypothesis.
      hypothesis: expected.size === 0 ? 0 : countAll(counts),
      reference: countAll(expected),
      matches: countMatches(counts, expected),
    };
  });
}

/** F score of precision and recall averaged over the orders that both sides have, 0 to 100. */
function fScore(statistics: readonly OrderStatistics[], beta: number): number {
  let precision = 0;
  let recall = 0;
  let orders = 0;
  for (const { hypothesis, reference, matches } of statistics) {
    if (hypothesis === 0 || reference === 0) continue;
    precision += matches / hypothesis;
    recall += matches / reference;
    orders += 1;
  }
  if (precision + recall === 0) return 0;
  precision /= orders;
  recall /= orders;
  const weight = beta ** 2;
  return (100 * (1 + weight) * precision * recall) / (weight * precision + recall);
}
