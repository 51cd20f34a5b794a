/** BLEU of a corpus or of a sentence, with the same figures as sacrebleu 2.6.0. */

import {
  type BleuScore,
  type BleuSmoothing,
  bleuScore,
  checkSmoothing,
  MAXIMUM_ORDER,
} from "./bleu-score.ts";
import { BLEU_TOKENIZERS, type BleuTokenization } from "./bleu-tokenizer.ts";
import { type CorpusStatistics, stackRows, sumRows } from "./corpus-statistics.ts";
import { matchNGrams } from "./n-grams.ts";
import { pairSegments, type References, referenceCount, type Segment } from "./segments.ts";
import { signature } from "./signature.ts";

export interface BleuOptions {
  /** `13a` as WMT, `intl` for all of Unicode's punctuation, `char`, or `none`. @default "13a" */
  readonly tokenization?: BleuTokenization;
  /** @default "exp" */
  readonly smoothing?: BleuSmoothing;
  /** Of `floor` and `add-k`, above 0. @default 0.1 for `floor`, 1 for `add-k` */
  readonly smoothingValue?: number;
  /** Compare in lower case. @default false */
  readonly lowercase?: boolean;
  /** Leave out the orders longer than the hypotheses; meant for single sentences. @default false */
  readonly effectiveOrder?: boolean;
}

export interface BleuResult extends BleuScore {
  /** The settings in sacrebleu's notation, to be quoted beside the score. */
  readonly signature: string;
}

/**
 * BLEU of a corpus: brevityPenalty x exp(mean over n = 1..4 of ln precision_n).
 *
 * The counts are summed over all segments before the precisions are taken, so the result is not the
 * mean of sentence scores. Texts are given as a reader sees them: BLEU tokenizes them itself.
 *
 * Source: Papineni et al. 2002, https://aclanthology.org/P02-1040, 2.3; Post 2018, https://aclanthology.org/W18-6319.
 *
 * @param hypotheses One text each, `[segments]`.
 * @param references `[segments]`, each one text or several.
 * @returns The score, 0 to 100, and what it is made of.
 * @throws {RangeError} If there are no hypotheses, unequal counts, a hypothesis without references, or
 * a smoothing value that is not above 0 or that the smoothing does not take.
 *
 * @example
 * ```ts
 * import { bleu } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const { score, signature } = bleu(
 *   ["The cat sat on the mat."],
 *   [["The cat sat on the mat.", "A cat was sitting on the mat."]],
 * );
 * assert.closeTo(score, 100, 1e-9);
 * assert(signature.startsWith("nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp|"));
 * ```
 */
export function bleu(
  hypotheses: readonly string[],
  references: References,
  options: BleuOptions = {},
): BleuResult {
  const settings = withDefaults(options);
  const segments = pairSegments("BLEU", hypotheses, references);
  const rows = countRows(segments, settings);
  const { lowercase, effectiveOrder, tokenization, smoothing, smoothingValue } = settings;
  return {
    ...bleuScore(sumRows({ rows, segments: segments.length }), settings),
    signature: signature({
      nrefs: referenceCount(segments),
      case: lowercase ? "lc" : "mixed",
      eff: effectiveOrder,
      tok: tokenization,
      smooth: `${smoothing}${smoothingValue === undefined ? "" : `[${smoothingValue.toFixed(2)}]`}`,
    }),
  };
}

/**
 * BLEU of one sentence, without the orders that are longer than it.
 *
 * Source: Chen and Cherry 2014, https://aclanthology.org/W14-3346.
 *
 * @param references One text or several.
 * @param options As of {@link bleu}, with `effectiveOrder` on by default.
 * @returns The score, 0 to 100, and what it is made of.
 * @throws {RangeError} As {@link bleu}.
 *
 * @example
 * ```ts
 * import { sentenceBleu } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.closeTo(sentenceBleu("good morning", "good morning").score, 100, 1e-9);
 * assert.closeTo(sentenceBleu("a b c d", "a b c e").score, 59.46, 0.01);
 * ```
 */
export function sentenceBleu(
  hypothesis: string,
  references: string | readonly string[],
  options: BleuOptions = {},
): BleuResult {
  return bleu([hypothesis], [references], { effectiveOrder: true, ...options });
}

/**
 * The statistics behind {@link bleu}, for {@link confidenceInterval} and the paired tests.
 *
 * @throws {RangeError} As {@link bleu}.
 *
 * @example
 * ```ts
 * import { bleuStatistics, confidenceInterval } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const statistics = bleuStatistics(["a b c d e", "f g h i"], ["a b c d f", "f g h i j"]);
 * const { score, lower, upper } = confidenceInterval(statistics, { seed: 1 });
 * assert(lower <= score && score <= upper);
 * ```
 */
export function bleuStatistics(
  hypotheses: readonly string[],
  references: References,
  options: BleuOptions = {},
): CorpusStatistics {
  const settings = withDefaults(options);
  const segments = pairSegments("BLEU", hypotheses, references);
  return {
    measure: "BLEU",
    segments: segments.length,
    rows: countRows(segments, settings),
    score: (sums) => bleuScore(sums, settings).score,
  };
}

type Settings = ReturnType<typeof withDefaults>;

function withDefaults(options: BleuOptions) {
  const { tokenization = "13a", smoothing = "exp", lowercase = false } = options;
  const { effectiveOrder = false } = options;
  const smoothingValue = checkSmoothing(smoothing, options.smoothingValue);
  return { tokenization, smoothing, smoothingValue, lowercase, effectiveOrder };
}

function countRows(segments: readonly Segment[], { tokenization, lowercase }: Settings) {
  const tokenize = (text: string) =>
    BLEU_TOKENIZERS[tokenization](lowercase ? text.toLowerCase() : text);
  return stackRows(
    segments.map((segment) => {
      const hypothesis = tokenize(segment.hypothesis);
      const references = segment.references.map(tokenize);
      return [
        hypothesis.length,
        closestLength(hypothesis.length, references),
        ...matchNGrams(hypothesis, references, MAXIMUM_ORDER),
        ...Array.from({ length: MAXIMUM_ORDER }, (_, n) => Math.max(0, hypothesis.length - n)),
      ];
    }),
  );
}

/** The reference length closest to the hypothesis length, the shorter one of two equally close. */
function closestLength(length: number, references: readonly (readonly string[])[]): number {
  let closest = Number.POSITIVE_INFINITY;
  for (const { length: candidate } of references) {
    const difference = Math.abs(candidate - length) - Math.abs(closest - length);
    if (difference < 0 || (difference === 0 && candidate < closest)) closest = candidate;
  }
  return closest;
}
