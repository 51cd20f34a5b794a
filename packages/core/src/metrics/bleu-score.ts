/** BLEU from counts summed over a corpus. */

/** The longest n-grams that count. */
export const MAXIMUM_ORDER = 4;

/** What an order without a match counts as (Chen and Cherry 2014, https://aclanthology.org/W14-3346). */
export type BleuSmoothing = "exp" | "floor" | "add-k" | "none";

export interface BleuScoreOptions {
  readonly smoothing: BleuSmoothing;
  readonly smoothingValue: number | undefined;
  readonly effectiveOrder: boolean;
}

export interface BleuScore {
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
}

const DEFAULT_SMOOTHING_VALUE = { exp: undefined, floor: 0.1, "add-k": 1, none: undefined };

/**
 * The score of summed counts.
 *
 * @param sums Hypothesis length, reference length, then matches and then n-grams of order 1 to 4.
 */
export function bleuScore(sums: ArrayLike<number>, options: BleuScoreOptions): BleuScore {
  const { smoothing, smoothingValue, effectiveOrder } = options;
  const [hypothesisLength = 0, referenceLength = 0, ...counts] = Array.from(sums);
  const matches = counts.slice(0, MAXIMUM_ORDER);
  const totals = counts.slice(MAXIMUM_ORDER);
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
  const score = brevityPenalty * geometricMean(precisions.slice(0, orders));
  return { score, precisions, brevityPenalty, hypothesisLength, referenceLength };
}

/**
 * The smoothing value that is to be used.
 *
 * @throws {RangeError} If the value is not above 0 or the smoothing takes none.
 */
export function checkSmoothing(
  smoothing: BleuSmoothing,
  value: number | undefined,
): number | undefined {
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

function addToHigherOrders(counts: number[], value = 0): void {
  for (let index = 1; index < counts.length; index++) (counts[index] as number) += value;
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
