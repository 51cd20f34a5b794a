/** Corpus BLEU with the same figures as sacrebleu 2.6.0. */

import { BLEU_TOKENIZERS, type BleuTokenization } from "./bleu-tokenizer.ts";
import { countMatches, countNGrams, type NGramCounts, SIGNATURE_VERSION } from "./n-grams.ts";
import { pairSegments, type References, referenceCount } from "./segments.ts";

const MAXIMUM_ORDER = 4;

/** What an order without a match counts as (Chen and Cherry 2014, https://aclanthology.org/W14-3346). */
type BleuSmoothing = "exp" | "floor" | "add-k" | "none";

const DEFAULT_SMOOTHING_VALUE = { exp: undefined, floor: 0.1, "add-k": 1, none: undefined };

export interface BleuOptions {
  /** @default "13a" */
  readonly tokenization?: BleuTokenization;
  /** @default "exp" */
  readonly smoothing?: BleuSmoothing;
  /** Of `floor` and `add-k`, above 0. @default 0.1 for `floor`, 1 for `add-k` */
  readonly smoothingValue?: number;
  /** Compare in lower case. @default false */
  readonly lowercase?: boolean;
  /** Leave out the orders longer than the hypotheses; meant for single sentences. @default false */
  readonly effectiveOrder?: boolean;
}

export interface BleuResult {
  /** 0 to 100, higher is better. */
  readonly score: number;
  /** Of n-grams of order 1 to 4, 0 to 100 each, smoothed. */
  readonly precisions: readonly number[];
  /** 0 to 1; below 1 where the hypotheses are shorter than the references. */
  readonly brevityPenalty: number;
  /** In tokens. */
  readonly hypothesisLength: number;
  /** In tokens; of several references the one closest in length counts. */
  readonly referenceLength: number;
  /** The settings in sacrebleu's notation, to be quoted beside the score. */
  readonly signature: string;
}

/**
 * BLEU of a corpus: brevityPenalty x exp(mean over n = 1..4 of ln precision_n).
 *
 * The counts are summed over all segments before the precisions are taken, so the result is not the
 * mean of sentence scores. Texts are given as a reader sees them: BLEU tokenizes them itself.
 *
 * Source: Papineni et al. 2002, https://aclanthology.org/P02-1040, 2.3; Post 2018, https://aclanthology.org/W18-6319.
 *
 * @param hypotheses One text each, `[segments]`.
 * @param references `[segments]`, each one text or several.
 * @returns The score, 0 to 100, and what it is made of.
 * @throws {RangeError} If there are no hypotheses, unequal counts, a hypothesis without references, or
 * a smoothing value that is not above 0 or that the smoothing does not take.
 *
 * @example
 * ```ts
 * import { bleu } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const { score, signature } = bleu(
 *   ["The cat sat on the mat."],
 *   [["The cat sat on the mat.", "A cat was sitting on the mat."]],
 * );
 * assert.closeTo(score, 100, 1e-9);
 * assert(signature.startsWith("nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp|"));
 * ```
 */
export function bleu(
  hypotheses: readonly string[],
  references: References,
  options: BleuOptions = {},
): BleuResult {
  const { tokenization = "13a", smoothing = "exp" } = options;
  const { lowercase = false, effectiveOrder = false } = options;
  const smoothingValue = checkSmoothing(smoothing, options.smoothingValue);
  const segments = pairSegments("BLEU", hypotheses, references);
  const tokenize = (text: string) =>
    BLEU_TOKENIZERS[tokenization](lowercase ? text.toLowerCase() : text);

  const matches = new Array<number>(MAXIMUM_ORDER).fill(0);
  const totals = new Array<number>(MAXIMUM_ORDER).fill(0);
  let hypothesisLength = 0;
  let referenceLength = 0;
  for (const segment of segments) {
    const hypothesis = tokenize(segment.hypothesis);
    const candidates = segment.references.map(tokenize);
    hypothesisLength += hypothesis.length;
    referenceLength += closestLength(hypothesis.length, candidates);
    for (let order = 1; order <= MAXIMUM_ORDER; order++) {
      const counts = countNGrams(hypothesis, order, " ");
      const clip = maximumCounts(candidates, order);
      matches[order - 1] = (matches[order - 1] ?? 0) + countMatches(counts, clip);
      totals[order - 1] = (totals[order - 1] ?? 0) + Math.max(0, hypothesis.length - order + 1);
    }
  }

  if (smoothing === "add-k" && matches.some((count) => count > 0)) {
    addToHigherOrders(matches, smoothingValue);
    addToHigherOrders(totals, smoothingValue);
  }
  const precisions = smoothedPrecisions(matches, totals, smoothing, smoothingValue);
  const brevityPenalty =
    hypothesisLength >= referenceLength
      ? 1
      : hypothesisLength === 0
        ? 0
        : Math.exp(1 - referenceLength / hypothesisLength);
  const orders = effectiveOrder ? ordersInUse(totals) : MAXIMUM_ORDER;
  return {
    score: brevityPenalty * geometricMean(precisions.slice(0, orders)),
    precisions,
    brevityPenalty,
    hypothesisLength,
    referenceLength,
    signature: [
      `nrefs:${referenceCount(segments)}`,
      `case:${lowercase ? "lc" : "mixed"}`,
      `eff:${effectiveOrder ? "yes" : "no"}`,
      `tok:${tokenization}`,
      `smooth:${smoothing}${smoothingValue === undefined ? "" : `[${smoothingValue.toFixed(2)}]`}`,
      SIGNATURE_VERSION,
    ].join("|"),
  };
}

function checkSmoothing(smoothing: BleuSmoothing, value: number | undefined): number | undefined {
  const defaultValue = DEFAULT_SMOOTHING_VALUE[smoothing];
  if (value === undefined) return defaultValue;
  if (defaultValue === undefined) {
    throw new RangeError(
      `Cannot compute BLEU: smoothing "${smoothing}" takes no smoothing value, got ${value}`,
    );
  }
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(`Cannot compute BLEU: smoothingValue must be above 0, got ${value}`);
  }
  return value;
}

/** The reference length closest to the hypothesis length, the shorter one of two equally close. */
function closestLength(length: number, references: readonly (readonly string[])[]): number {
  let closest = Number.POSITIVE_INFINITY;
  for (const { length: candidate } of references) {
    const difference = Math.abs(candidate - length) - Math.abs(closest - length);
    if (difference < 0 || (difference === 0 && candidate < closest)) closest = candidate;
  }
  return closest;
}

/** How often each n-gram occurs in the reference that has it most often. */
function maximumCounts(references: readonly (readonly string[])[], order: number): NGramCounts {
  const [first = [], ...others] = references;
  const maximum = countNGrams(first, order, " ");
  for (const reference of others) {
    for (const [nGram, count] of countNGrams(reference, order, " ")) {
      maximum.set(nGram, Math.max(maximum.get(nGram) ?? 0, count));
    }
  }
  return maximum;
}

function addToHigherOrders(counts: number[], value = 0): void {
  for (let index = 1; index < counts.length; index++) counts[index] = (counts[index] ?? 0) + value;
}

function smoothedPrecisions(
  matches: readonly number[],
  totals: readonly number[],
  smoothing: BleuSmoothing,
  value = 0,
): number[] {
  // Nothing in common scores 0 whatever the smoothing.
  if (matches.every((count) => count === 0)) return matches.map(() => 0);
  let divisor = 1;
  return matches.map((matched, index) => {
    const total = totals[index] ?? 0;
    if (total === 0) return 0;
    if (matched > 0) return (100 * matched) / total;
    if (smoothing === "floor") return (100 * value) / total;
    if (smoothing !== "exp") return 0;
    divisor *= 2;
    return 100 / (divisor * total);
  });
}

function ordersInUse(totals: readonly number[]): number {
  return Math.max(1, totals.filter((total) => total > 0).length);
}

function geometricMean(values: readonly number[]): number {
  const logarithms = values.map(Math.log);
  return Math.exp(logarithms.reduce((sum, logarithm) => sum + logarithm, 0) / values.length);
}
