/** Translation edit rate with the same figures as sacrebleu 2.6.0. */

import { type CorpusStatistics, stackRows, sumRows } from "./corpus-statistics.ts";
import { pairSegments, type References, referenceCount, type Segment } from "./segments.ts";
import { signature } from "./signature.ts";
import { type TerTokenizerOptions, tokenizeForTer } from "./ter-tokenizer.ts";
import { translationEdits } from "./translation-edits.ts";

export type TerOptions = TerTokenizerOptions;

export interface TerResult {
  /** Edits per 100 words of the references: 0 or more, lower is better. */
  readonly score: number;
  /** Insertions, deletions, substitutions and shifts. */
  readonly edits: number;
  /** In words; of several references the mean. */
  readonly referenceLength: number;
  /** The settings in sacrebleu's notation, to be quoted beside the score. */
  readonly signature: string;
}

/**
 * TER of a corpus: 100 x edits / mean reference length, where moving a sequence of words is one edit.
 *
 * Of several references the one with the fewest edits counts. The fewest shifts are searched for
 * greedily, as in Tercom. Words are compared in lower case by default.
 *
 * Source: Snover et al. 2006, https://aclanthology.org/2006.amta-papers.25, 2.
 *
 * @param hypotheses One text each, `[segments]`.
 * @param references `[segments]`, each one text or several.
 * @returns The score, 0 for equal texts, above 100 where there are more edits than words; 100 for
 * words beside empty references.
 * @throws {RangeError} If there are no hypotheses, unequal counts or a hypothesis without references.
 *
 * @example
 * ```ts
 * import { ter } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const { score, edits } = ter(["on the mat the cat sat"], ["the cat sat on the mat"]);
 * assert.equal(edits, 1);
 * assert.closeTo(score, 100 / 6, 1e-9);
 * ```
 */
export function ter(
  hypotheses: readonly string[],
  references: References,
  options: TerOptions = {},
): TerResult {
  const { normalized = false, noPunctuation = false, asianSupport = false } = options;
  const segments = pairSegments("TER", hypotheses, references);
  const rows = countRows(segments, options);
  const [edits = 0, referenceLength = 0] = sumRows({ rows, segments: segments.length });
  return {
    score: editRate(edits, referenceLength),
    edits,
    referenceLength,
    signature: signature({
      nrefs: referenceCount(segments),
      case: options.caseSensitive ? "mixed" : "lc",
      tok: "tercom",
      norm: normalized,
      punct: !noPunctuation,
      asian: asianSupport,
    }),
  };
}

/**
 * The statistics behind {@link ter}, for {@link confidenceInterval} and the paired tests.
 *
 * @throws {RangeError} As {@link ter}.
 *
 * @example
 * ```ts
 * import { confidenceInterval, terStatistics } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const statistics = terStatistics(["a b c", "d e f"], ["a b c", "d f"]);
 * assert.equal(confidenceInterval(statistics, { seed: 1 }).score, 20);
 * ```
 */
export function terStatistics(
  hypotheses: readonly string[],
  references: References,
  options: TerOptions = {},
): CorpusStatistics {
  const segments = pairSegments("TER", hypotheses, references);
  return {
    measure: "TER",
    segments: segments.length,
    rows: countRows(segments, options),
    score: ([edits = 0, referenceLength = 0]) => editRate(edits, referenceLength),
  };
}

/** Edits and mean reference length of each segment, `[segments, 2]`. */
function countRows(segments: readonly Segment[], options: TerOptions): Float64Array {
  return stackRows(
    segments.map(({ hypothesis, references }) => {
      const words = tokenizeForTer(hypothesis, options);
      // sacrebleu tokenizes references twice; with `normalized` that splits "it's." further.
      const expected = references.map((reference) =>
        tokenizeForTer(tokenizeForTer(reference, options).join(" "), options),
      );
      const length = expected.reduce((sum, reference) => sum + reference.length, 0);
      const edits = expected.map((reference) => translationEdits(words, reference));
      return [Math.min(...edits), length / references.length];
    }),
  );
}

function editRate(edits: number, referenceLength: number): number {
  if (referenceLength > 0) return (100 * edits) / referenceLength;
  return edits > 0 ? 100 : 0;
}
