/** The loss of held-out batches. */
import { tf } from "../backend/tf.ts";

/**
 * Mean loss over the tokens of all batches, in the unit of `loss`: a long batch counts for more than a short one.
 *
 * @param loss Sum of the losses of a batch, as {@link train} takes it.
 * @returns NaN if there is no token.
 *
 * @example
 * ```ts
 * import { loadEngine, meanLoss, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const batches = [
 *   { losses: [1, 2, 3], tokenCount: 3 },
 *   { losses: [6], tokenCount: 1 },
 * ];
 * assert.equal(meanLoss(batches, ({ losses }) => tf.sum(losses)), 3);
 * ```
 */
export function meanLoss<Batch extends { readonly tokenCount: number }>(
  batches: readonly Batch[],
  loss: (batch: Batch) => tf.Scalar,
): number {
  const losses = batches.map((batch) => tf.tidy(() => loss(batch).dataSync()[0] ?? Number.NaN));
  const tokens = batches.reduce((sum, { tokenCount }) => sum + tokenCount, 0);
  return losses.reduce((sum, own) => sum + own, 0) / tokens;
}
