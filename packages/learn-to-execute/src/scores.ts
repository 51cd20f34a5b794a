/** What answers are measured by. */
import {
  type CorpusStatistics,
  exactMatchStatistics,
  type ScoreInterval,
  scoreIntervals,
  shareStatistics,
  tokenAccuracyStatistics,
} from "@encdec/core";
import type { ForcedAnswer } from "./teacher-forcing.ts";

/** A measure; both go from 0 to 100. */
export type Measure = "exactMatch" | "characterAccuracy";

/** Scores of one system with their 95 % confidence intervals. */
export interface Scores extends Record<Measure, ScoreInterval> {
  /** Share of answers that are right from end to end, written freely. */
  readonly exactMatch: ScoreInterval;
  /**
   * Share of characters, the end included, that are right: of a model when it is given the right ones before (the paper's measure), of a
   * baseline where they stand in its answer.
   */
  readonly characterAccuracy: ScoreInterval;
}

/** How the measures are called, in the order in which they are shown. */
export const MEASURES: { readonly [measure in Measure]: string } = {
  exactMatch: "exact match",
  characterAccuracy: "character accuracy",
};

type Statistics = { readonly [measure in Measure]: CorpusStatistics };

/** Statistics of a model. */
export function modelStatistics(
  answers: readonly string[],
  targets: readonly string[],
  forced: readonly ForcedAnswer[],
): Statistics {
  return {
    exactMatch: exactMatchStatistics(answers, targets),
    characterAccuracy: shareStatistics(
      "character accuracy",
      forced.map(({ right, characters }) => [right, characters]),
    ),
  };
}

/** Scores of answers that no model wrote. */
export function baselineScores(answers: readonly string[], targets: readonly string[]): Scores {
  const closed = (text: string): string[] => [...text, "end"];
  return scoreIntervals({
    exactMatch: exactMatchStatistics(answers, targets),
    characterAccuracy: tokenAccuracyStatistics(answers.map(closed), targets.map(closed)),
  });
}
