/** chrF from counts summed over a corpus. */

export interface ChrfScoreOptions {
  readonly beta: number;
  readonly epsilonSmoothing: boolean;
}

const EPSILON = 1e-16;

/**
 * The score of summed counts, 0 to 100.
 *
 * @param sums The n-grams of the hypotheses, of the references and of both, for each order.
 */
export function chrfScore(sums: ArrayLike<number>, options: ChrfScoreOptions): number {
  const { beta, epsilonSmoothing } = options;
  const orders = sums.length / 3;
  let score = 0;
  let precision = 0;
  let recall = 0;
  let ordersInUse = 0;
  for (let order = 0; order < orders; order++) {
    const hypothesis = sums[3 * order] as number;
    const reference = sums[3 * order + 1] as number;
    const matches = sums[3 * order + 2] as number;
    const precisionOfOrder = hypothesis > 0 ? matches / hypothesis : EPSILON;
    const recallOfOrder = reference > 0 ? matches / reference : EPSILON;
    score += fScore(precisionOfOrder, recallOfOrder, beta) ?? EPSILON;
    if (hypothesis > 0 && reference > 0) {
      precision += precisionOfOrder;
      recall += recallOfOrder;
      ordersInUse += 1;
    }
  }
  if (epsilonSmoothing) return (100 * score) / orders;
  if (ordersInUse === 0) return 0;
  return 100 * (fScore(precision / ordersInUse, recall / ordersInUse, beta) ?? 0);
}

/** Undefined where both are 0. */
function fScore(precision: number, recall: number, beta: number): number | undefined {
  const weight = beta ** 2;
  const divisor = weight * precision + recall;
  return divisor > 0 ? ((1 + weight) * precision * recall) / divisor : undefined;
}
