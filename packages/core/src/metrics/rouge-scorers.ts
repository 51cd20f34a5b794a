/** How each type of ROUGE compares two texts (Lin 2004, https://aclanthology.org/W04-1013). */

import { commonLength, commonPositions } from "./longest-common-subsequence.ts";
import { matchNGrams } from "./n-grams.ts";
import { Numbering } from "./numbering.ts";

/** 1 and 2: n-grams; L: longest common subsequence; Lsum: the same by sentences, one a line. */
export type RougeType = "rouge1" | "rouge2" | "rougeL" | "rougeLsum";

/** Matches among the n-grams or tokens of the hypothesis and of the reference, 0 to 1 each. */
export interface Overlap {
  readonly precision: number;
  readonly recall: number;
  /** Their harmonic mean. */
  readonly f: number;
}

type Tokenize = (text: string) => string[];
type Scorer = (hypothesis: string, reference: string, tokenize: Tokenize) => Overlap;

export const ROUGE_SCORERS: Readonly<Record<RougeType, Scorer>> = {
  rouge1: nGramScorer(1),
  rouge2: nGramScorer(2),
  rougeL: scoreSubsequence,
  rougeLsum: scoreSentences,
};

/** Section 2. */
function nGramScorer(order: number): Scorer {
  return (hypothesis, reference, tokenize) => {
    const candidate = tokenize(hypothesis);
    const expected = tokenize(reference);
    const matches = matchNGrams(candidate, [expected], order)[order - 1] ?? 0;
    return toOverlap(matches, candidate.length - order + 1, expected.length - order + 1);
  };
}

/** Section 3.1. */
function scoreSubsequence(hypothesis: string, reference: string, tokenize: Tokenize): Overlap {
  const numbering = new Numbering<string>();
  const expected = numbering.number(tokenize(reference));
  const candidate = numbering.find(tokenize(hypothesis));
  return toOverlap(commonLength(candidate, expected), candidate.length, expected.length);
}

/** Section 3.2: of each sentence of the reference, the tokens in a subsequence with any of the hypothesis. */
function scoreSentences(hypothesis: string, reference: string, tokenize: Tokenize): Overlap {
  const numbering = new Numbering<string>();
  const split = (text: string) =>
    text.split("\n").map((sentence) => numbering.number(tokenize(sentence)));
  const expected = split(reference);
  const candidates = split(hypothesis);
  const unmatchedInReference = countTokens(expected, numbering.size);
  const unmatchedInHypothesis = countTokens(candidates, numbering.size);

  let matches = 0;
  for (const sentence of expected) {
    const found = new Set(candidates.flatMap((candidate) => commonPositions(sentence, candidate)));
    for (const position of found) {
      const token = sentence[position] as number;
      // A token that occurs once in the hypothesis matches once, however many sentences want it.
      if (unmatchedInHypothesis[token] === 0 || unmatchedInReference[token] === 0) continue;
      (unmatchedInHypothesis[token] as number)--;
      (unmatchedInReference[token] as number)--;
      matches++;
    }
  }
  return toOverlap(matches, total(candidates), total(expected));
}

function countTokens(sentences: readonly Int32Array[], size: number): Int32Array {
  const counts = new Int32Array(size);
  for (const sentence of sentences) for (const token of sentence) (counts[token] as number)++;
  return counts;
}

function total(sentences: readonly Int32Array[]): number {
  return sentences.reduce((sum, sentence) => sum + sentence.length, 0);
}

function toOverlap(matches: number, ofHypothesis: number, ofReference: number): Overlap {
  const precision = matches / Math.max(1, ofHypothesis);
  const recall = matches / Math.max(1, ofReference);
  const sum = precision + recall;
  return { precision, recall, f: sum > 0 ? (2 * precision * recall) / sum : 0 };
}
