/** What translations are measured by. */
import {
  bleuStatistics,
  type CorpusStatistics,
  chrfStatistics,
  createTokenizer,
  exactMatchStatistics,
  type ScoreInterval,
  tokenAccuracyStatistics,
} from "@encdec/core";

/** A measure; all go from 0 to 100. */
export type Measure = "exactMatch" | "tokenAccuracy" | "bleu" | "chrf";

/** Scores of one system with their 95 % confidence intervals. */
export interface Scores extends Record<Measure, ScoreInterval> {
  /** Share of translations equal to a reference. */
  readonly exactMatch: ScoreInterval;
  /** Share of word positions that agree with the first reference. */
  readonly tokenAccuracy: ScoreInterval;
  readonly bleu: ScoreInterval;
  readonly chrf: ScoreInterval;
}

/** How the measures are called, in the order in which they are shown. */
export const MEASURES: { readonly [measure in Measure]: string } = {
  exactMatch: "exact match",
  tokenAccuracy: "token accuracy",
  bleu: "BLEU",
  chrf: "chrF",
};

/**
 * Statistics of translations by measure.
 *
 * @param references All references of each translation, `[translations][references]`.
 * @param language Of the translations: decides what its words are.
 */
export function measure(
  translations: readonly string[],
  references: readonly (readonly string[])[],
  language: string,
): { readonly [measure in Measure]: CorpusStatistics } {
  // Words, whatever tokens a run has: scores of different runs compare.
  const { tokenize } = createTokenizer({ kind: "word", language });
  return {
    exactMatch: exactMatchStatistics(translations, references),
    tokenAccuracy: tokenAccuracyStatistics(
      translations.map((translation) => tokenize(translation)),
      references.map(([first = ""]) => tokenize(first)),
    ),
    bleu: bleuStatistics(translations, references),
    chrf: chrfStatistics(translations, references),
  };
}
