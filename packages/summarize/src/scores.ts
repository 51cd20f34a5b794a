/** What summaries are measured by. */
import {
  type CorpusStatistics,
  copiedNames,
  lengthRatio,
  novelNGrams,
  repetitionRate,
  rougeStatistics,
  type ScoreInterval,
} from "@encdec/core";

/** ROUGE-1, -2 and -L, as F of stems, 0 to 100. */
export type Measure = "rouge1" | "rouge2" | "rougeL";

/** Scores of one system with their 95 % confidence intervals. */
export type Scores = { readonly [measure in Measure]: ScoreInterval };

/** How the measures are called, in the order in which they are shown. */
export const MEASURES: { readonly [measure in Measure]: string } = {
  rouge1: "ROUGE-1",
  rouge2: "ROUGE-2",
  rougeL: "ROUGE-L",
};

/** What summaries are like; no end of these scales is the good one, but for names and repetition. */
export interface Character {
  /** Words per word of the references. */
  readonly lengthRatio: number;
  /** Share of the words that the document does not have, 0 to 100. */
  readonly novelWords: number;
  /** Share of the pairs of words that the document does not have, 0 to 100. */
  readonly novelPairs: number;
  /** Share of the words that stood before in the same summary, 0 to 100. */
  readonly repetition: number;
  /** Share of the names and numbers of document and reference that are there, 0 to 100. */
  readonly copiedNames: number;
  /** The same for those that the vocabulary does not have. */
  readonly copiedUnknownNames: number;
}

/** How the figures are called, in the order in which they are shown. */
export const CHARACTER: { readonly [figure in keyof Character]: string } = {
  lengthRatio: "length ratio",
  novelWords: "novel words %",
  novelPairs: "novel word pairs %",
  repetition: "repeated words %",
  copiedNames: "copied names %",
  copiedUnknownNames: "copied names, unknown ones %",
};

/** Texts to compare, `[segments]`. */
export interface SummaryTexts {
  readonly hypotheses: readonly string[];
  /** All references of each. */
  readonly references: readonly (readonly string[])[];
  readonly documents: readonly string[];
}

/** ROUGE statistics of summaries by measure. */
export function measure({ hypotheses, references }: Omit<SummaryTexts, "documents">): {
  readonly [measure in Measure]: CorpusStatistics;
} {
  const of = (type: Measure): CorpusStatistics =>
    rougeStatistics(hypotheses, references, { type, stemming: true });
  return { rouge1: of("rouge1"), rouge2: of("rouge2"), rougeL: of("rougeL") };
}

/**
 * What summaries are like.
 *
 * @param unknownNames Names of a document that the vocabulary does not have.
 */
export function characterize(
  texts: SummaryTexts,
  unknownNames: (document: string) => readonly string[],
): Character {
  const { hypotheses, references, documents } = texts;
  return {
    lengthRatio: lengthRatio(hypotheses, references),
    novelWords: novelNGrams(hypotheses, documents, { order: 1 }),
    novelPairs: novelNGrams(hypotheses, documents, { order: 2 }),
    repetition: repetitionRate(hypotheses, { order: 1 }),
    copiedNames: copiedNames(texts),
    copiedUnknownNames: copiedNames(texts, { names: unknownNames }),
  };
}
