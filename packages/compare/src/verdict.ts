/** Whether one system is better than another, and in which words. */
import type { Measure, RunEvaluation, Score } from "@encdec/core/persistence";
import { headlineOf } from "@encdec/core/persistence";
import { scoreText } from "./texts.ts";

/** Which of two is better; `unclear` when the difference may be chance. */
export type Outcome = "better" | "worse" | "unclear";

/** A difference counts below this probability of chance. */
const SIGNIFICANCE_LEVEL = 0.05;

/**
 * Compares a system with a baseline: by the paired test where there is one, else by whether their 95 % intervals overlap, else by their
 * scores alone.
 *
 * @example
 * ```ts
 * import { outcomeOf } from "@encdec/compare";
 * import { assert } from "vitest";
 *
 * const measure = { name: "MASE", direction: "lowest" } as const;
 * const [system, baseline] = [{ score: 0.8 }, { score: 1.1 }];
 * assert.equal(outcomeOf({ measure, system, baseline }), "better");
 * assert.equal(outcomeOf({ measure, system, baseline, pValue: 0.2 }), "unclear");
 * ```
 */
export function outcomeOf(options: {
  readonly measure: Pick<Measure, "direction">;
  readonly system: Score;
  readonly baseline: Score;
  readonly pValue?: number | undefined;
}): Outcome {
  const { measure, system, baseline, pValue } = options;
  const lead = (system.score - baseline.score) * (measure.direction === "highest" ? 1 : -1);
  const isChance = pValue === undefined ? overlap(system, baseline) : pValue >= SIGNIFICANCE_LEVEL;
  if (lead === 0 || isChance) return "unclear";
  return lead > 0 ? "better" : "worse";
}

/** The words of an outcome, such as "better than nearest source (p < 0.001)". */
export function outcomeText(
  outcome: Outcome,
  { other, pValue }: { readonly other: string; readonly pValue?: number | undefined },
): string {
  const words = {
    better: `better than ${other}`,
    worse: `worse than ${other}`,
    unclear: `cannot be told apart from ${other}`,
  }[outcome];
  return pValue === undefined ? words : `${words} (${probabilityText(pValue)})`;
}

/** "p = 0.012" or "p < 0.001". */
function probabilityText(pValue: number): string {
  return pValue < 0.001 ? "p < 0.001" : `p = ${pValue.toFixed(3)}`;
}

/** The model beside the best baseline, in short: a cell of the table. */
export function verdictOf(evaluation: RunEvaluation): string {
  const { measure, model, baseline } = headlineOf(evaluation);
  const { pValue } = evaluation;
  const outcome = outcomeOf({ measure, system: model, baseline: baseline.score, pValue });
  return outcomeText(outcome, { other: baseline.name, pValue });
}

/** The same as a sentence with the scores. */
export function verdictSentence(evaluation: RunEvaluation): string {
  const { measure, model, baseline } = headlineOf(evaluation);
  const least = measure.direction === "lowest" ? ", of which less is better" : "";
  const scores = [model, baseline.score].map((score) => scoreText(score, measure));
  return `The model ${predicateOf(verdictOf(evaluation))}: ${measure.name} ${scores.join(" beside ")}${least}.`;
}

/** An outcome's words as they stand in a sentence: "is better than copy", but "cannot be told apart from copy". */
export function predicateOf(words: string): string {
  return words.startsWith("cannot") ? words : `is ${words}`;
}

function overlap(a: Score, b: Score): boolean {
  if (a.lower === undefined || b.lower === undefined) return false;
  return a.lower <= (b.upper ?? b.lower) && b.lower <= (a.upper ?? a.lower);
}
