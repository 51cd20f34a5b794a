/** Hypotheses that leave source tokens out are worth less. */

/**
 * Sum over the source tokens of log(min(1, what they were attended to at all steps together)); <= 0.
 *
 * Source: Wu et al. 2016, https://arxiv.org/abs/1609.08144, section 7, equation 14 (there multiplied by beta).
 *
 * @param attention Weights at each step, `[steps][sourceLength]`.
 * @param sourceLength Source tokens that count; later positions are padding.
 *
 * @example
 * ```ts
 * import { coveragePenaltyOf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const attention = [
 *   [0.5, 0.5, 0],
 *   [0.75, 0, 0.25],
 * ];
 * assert.closeTo(coveragePenaltyOf(attention, 3), Math.log(0.5) + Math.log(0.25), 1e-12);
 * assert.closeTo(coveragePenaltyOf(attention, 2), Math.log(0.5), 1e-12);
 * ```
 */
export function coveragePenaltyOf(
  attention: readonly ArrayLike<number>[],
  sourceLength: number,
): number {
  let penalty = 0;
  for (let position = 0; position < sourceLength; position++) {
    const covered = attention.reduce((sum, weights) => sum + (weights[position] ?? 0), 0);
    penalty += Math.log(Math.min(1, covered));
  }
  return penalty;
}
