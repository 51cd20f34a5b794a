/** chrF and chrF++ with the same figures as sacrebleu 2.6.0. */

import { chrfScore } from "./chrf-score.ts";
import { type CorpusStatistics, corpusScore, stackRows } from "./corpus-statistics.ts";
import { matchNGrams } from "./n-grams.ts";
import { pairSegments, type References, referenceCount, type Segment } from "./segments.ts";
import { signature } from "./signature.ts";
import { splitWords } from "./words.ts";

export interface ChrfOptions {
  /** Longest character n-grams, 1 or more. @default 6 */
  readonly characterOrder?: number;
  /** Longest word n-grams: 0 for chrF, 2 for chrF++. @default 0 */
  readonly wordOrder?: number;
  /** How many times more recall weighs than precision, above 0. @default 2 */
  readonly beta?: number;
  /** Compare in lower case. @default false */
  readonly lowercase?: boolean;
  /** Let character n-grams hold white space, too. @default false */
  readonly whitespace?: boolean;
  /**
   * Average the F scores of all orders, as chrF++.py, NLTK and Moses do, instead of precision and
   * recall of the orders that both texts are long enough for. @default false
   */
  readonly epsilonSmoothing?: boolean;
}

export interface ChrfResult {
  /** 0 to 100, higher is better. */
  readonly score: number;
  /** The settings in sacrebleu's notation, to be quoted beside the score. */
  readonly signature: string;
}

/**
 * chrF of a corpus: (1 + beta^2) P R / (beta^2 P + R), P and R averaged over the n-gram orders.
 *
 * Character n-grams ignore white space. The counts are summed over all segments first; of several
 * references the one that suits the hypothesis best counts.
 *
 * Source: Popović 2015, https://aclanthology.org/W15-3049, 2; chrF++: Popović 2017, https://aclanthology.org/W17-4770.
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
  const { characterOrder, wordOrder, lowercase, whitespace, epsilonSmoothing } =
    withDefaults(options);
  return {
    score: corpusScore(chrfStatistics(hypotheses, references, options)),
    signature: signature({
      nrefs: referenceCount(pairSegments("chrF", hypotheses, references)),
      case: lowercase ? "lc" : "mixed",
      eff: !epsilonSmoothing,
      nc: characterOrder,
      nw: wordOrder,
      space: whitespace,
    }),
  };
}

/**
 * The statistics behind {@link chrf}, for {@link confidenceInterval} and the paired tests.
 *
 * @throws {RangeError} As {@link chrf}.
 *
 * @example
 * ```ts
 * import { chrfStatistics, pairedBootstrap } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const references = ["un chat noir", "un chien blanc", "une souris grise"];
 * const baseline = chrfStatistics(["un chat", "un chien", "une souris"], references);
 * const system = chrfStatistics(references, references);
 * assert.equal(pairedBootstrap(baseline, system, { seed: 1 }).winRate, 100);
 * ```
 */
export function chrfStatistics(
  hypotheses: readonly string[],
  references: References,
  options: ChrfOptions = {},
): CorpusStatistics {
  const settings = withDefaults(options);
  const segments = pairSegments("chrF", hypotheses, references);
  return {
    measure: "chrF",
    segments: segments.length,
    rows: stackRows(segments.map((segment) => bestRow(segment, settings))),
    score: (sums) => chrfScore(sums, settings),
  };
}

type Settings = Required<ChrfOptions>;

function withDefaults(options: ChrfOptions): Settings {
  const settings = {
    characterOrder: 6,
    wordOrder: 0,
    beta: 2,
    lowercase: false,
    whitespace: false,
    epsilonSmoothing: false,
    ...options,
  };
  checkOrder("characterOrder", settings.characterOrder, 1);
  checkOrder("wordOrder", settings.wordOrder, 0);
  if (!(settings.beta > 0 && Number.isFinite(settings.beta))) {
    throw new RangeError(`Cannot compute chrF: beta must be above 0, got ${settings.beta}`);
  }
  return settings;
}

function checkOrder(name: string, order: number, minimum: number): void {
  if (!Number.isInteger(order) || order < minimum) {
    throw new RangeError(
      `Cannot compute chrF: ${name} must be an integer of at least ${minimum}, got ${order}`,
    );
  }
}

/** The counts beside the reference that gives the best score, the first of equally good ones. */
function bestRow({ hypothesis, references }: Segment, settings: Settings): number[] {
  const parts = splitParts(hypothesis, settings);
  let best: number[] = [];
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const reference of references) {
    const row = compareParts(parts, splitParts(reference, settings));
    const score = chrfScore(row, settings);
    if (score > bestScore) [best, bestScore] = [row, score];
  }
  return best;
}

/** What n-grams are made of: characters and, for chrF++, words. */
interface Part {
  readonly items: readonly string[];
  readonly orders: number;
}

function splitParts(text: string, settings: Settings): Part[] {
  const { characterOrder, wordOrder, lowercase, whitespace } = settings;
  const line = lowercase ? text.toLowerCase() : text;
  const words = splitWords(line);
  return [
    { items: [...(whitespace ? line : words.join(""))], orders: characterOrder },
    { items: wordOrder > 0 ? words.flatMap(separatePunctuation) : [], orders: wordOrder },
  ];
}

const PUNCTUATION = /[!-/:-@[-`{-~]/;

/** Splits one punctuation mark off a word: the last character, else the first. */
function separatePunctuation(word: string): string[] {
  const first = word[0] ?? "";
  const last = word.at(-1) ?? "";
  if (word.length === 1) return [word];
  if (PUNCTUATION.test(last)) return [word.slice(0, -1), last];
  if (PUNCTUATION.test(first)) return [first, word.slice(1)];
  return [word];
}

/** The n-grams of the hypothesis, of the reference and of both, for each order. */
function compareParts(hypothesis: readonly Part[], reference: readonly Part[]): number[] {
  return hypothesis.flatMap(({ items, orders }, part) => {
    const expected = reference[part]?.items ?? [];
    return matchNGrams(items, [expected], orders).flatMap((matches, index) => {
      const possible = Math.max(0, expected.length - index);
      // What the reference is too short for is not held against the hypothesis.
      return [possible === 0 ? 0 : Math.max(0, items.length - index), possible, matches];
    });
  });
}
