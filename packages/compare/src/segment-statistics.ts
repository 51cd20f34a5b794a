/** What runs made of their held-out examples, as numbers that add up. */
import {
  bleuStatistics,
  type CorpusStatistics,
  chrfStatistics,
  exactMatchStatistics,
  meanStatistics,
  type RougeType,
  rougeStatistics,
} from "@encdec/core";
import type { Measure, Segments, TextSegment } from "@encdec/core/persistence";

/**
 * The statistics of segments in a measure, for tests by resampling.
 *
 * @throws {RangeError} If the measure of texts is not known here.
 */
export function segmentStatistics(
  segments: Segments,
  { name }: Pick<Measure, "name">,
): CorpusStatistics {
  if (segments.kind === "means") return meanStatistics(name, segments.items);
  const compute = TEXT_STATISTICS[name];
  if (compute === undefined) {
    const known = Object.keys(TEXT_STATISTICS).join(", ");
    throw new RangeError(`Cannot compare runs: the measure must be one of ${known}, got ${name}`);
  }
  return compute(...textsOf(segments.items));
}

type TextStatistics = (
  hypotheses: readonly string[],
  references: readonly (readonly string[])[],
) => CorpusStatistics;

const rougeOf =
  (type: RougeType): TextStatistics =>
  (hypotheses, references) =>
    rougeStatistics(hypotheses, references, { type, stemming: true });

const TEXT_STATISTICS: { readonly [measure: string]: TextStatistics } = {
  BLEU: (hypotheses, references) => bleuStatistics(hypotheses, references),
  chrF: (hypotheses, references) => chrfStatistics(hypotheses, references),
  "ROUGE-L": rougeOf("rougeL"),
  "exact match": (hypotheses, references) => exactMatchStatistics(hypotheses, references),
};

function textsOf(items: readonly TextSegment[]): Parameters<TextStatistics> {
  return [items.map(({ hypothesis }) => hypothesis), items.map(({ references }) => references)];
}
