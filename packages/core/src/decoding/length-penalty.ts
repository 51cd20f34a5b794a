/** How hypotheses of different lengths are compared. */

/** How a log-probability is divided: not at all, as in Wu et al. 2016, or by a power of the length. */
export type LengthPenaltyKind = "none" | "wu" | "average";

/** A length penalty. */
export interface LengthPenalty {
  readonly kind: LengthPenaltyKind;
  /** How much longer hypotheses are favoured, >= 0; 0 does nothing. @default 1 */
  readonly alpha?: number | undefined;
}

/**
 * What the log-probability of a hypothesis is divided by; 1 or more.
 *
 *     wu:      ((5 + length) / 6)^alpha
 *     average: length^alpha
 *
 * Source: Wu et al. 2016, https://arxiv.org/abs/1609.08144, section 7, equation 14.
 *
 * @param length Tokens of the hypothesis, the end included; at least 1.
 * @throws {RangeError} If `alpha` is negative or no number.
 *
 * @example
 * ```ts
 * import { lengthPenaltyOf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.equal(lengthPenaltyOf(7, { kind: "wu", alpha: 2 }), 4);
 * assert.equal(lengthPenaltyOf(7, { kind: "average" }), 7);
 * assert.equal(lengthPenaltyOf(7, { kind: "none" }), 1);
 * ```
 */
export function lengthPenaltyOf(length: number, { kind, alpha = 1 }: LengthPenalty): number {
  if (!(alpha >= 0 && alpha < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Cannot penalize lengths: alpha must be 0 or more, got ${alpha}`);
  }
  if (kind === "none") return 1;
  return (kind === "wu" ? (5 + length) / 6 : length) ** alpha;
}
