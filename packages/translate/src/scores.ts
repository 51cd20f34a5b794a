/** Names of the scores, in the order in which they are shown. */
import type { Evaluation } from "./evaluate.ts";

/** One row a score: its name, the model's, the baseline's. */
export function scoreRows(
  evaluation: Pick<Evaluation, "model" | "baseline">,
): [name: string, model: number, baseline: number][] {
  const { model, baseline } = evaluation;
  return [
    ["exact match", model.exactMatch, baseline.exactMatch],
    ["token accuracy", model.tokenAccuracy, baseline.tokenAccuracy],
    ["BLEU", model.bleu, baseline.bleu],
    ["chrF", model.chrf, baseline.chrf],
  ];
}
