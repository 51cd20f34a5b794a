/** Scores of a translator beside a naive baseline: the translation of the nearest training source. */
import { bleu, chrf, exactMatch, nearestTokens, normalize, tokenAccuracy } from "@encdec/core";
import { type Pair, sourceKey } from "./data.ts";
import type { Translator } from "./decode.ts";
import type { PhraseEncoder } from "./encode.ts";

/** Scores of one system, all 0 to 100. */
export interface Scores {
  /** Share of hypotheses equal to a reference. */
  readonly exactMatch: number;
  /** Share of token positions that agree with the first reference. */
  readonly tokenAccuracy: number;
  readonly bleu: number;
  readonly chrf: number;
}

/** One phrase with all that is said about it. */
export interface Example {
  readonly source: string;
  readonly references: readonly string[];
  readonly hypothesis: string;
  readonly baseline: string;
}

/** Result of {@link evaluate}. */
export interface Evaluation {
  readonly model: Scores;
  readonly baseline: Scores;
  /** How BLEU and chrF were computed, in sacrebleu's notation. */
  readonly signatures: { readonly bleu: string; readonly chrf: string };
  readonly examples: readonly Example[];
}

/**
 * Translates the sources of `pairs` and scores the result; all targets of a source are its references.
 *
 * @param options.training What the baseline knows.
 */
export async function evaluate(
  translator: Translator,
  options: { readonly pairs: readonly Pair[]; readonly training: readonly Pair[] },
): Promise<Evaluation> {
  const grouped = groupBySource(options.pairs);
  const sources = grouped.map(({ source }) => source);
  const references = grouped.map((group) => group.references);
  const hypotheses = (await translator.translate(sources)).map(({ translation }) => translation);
  const baseline = nearestTranslations(translator.encoder, sources, options.training);
  return {
    model: score(translator.encoder, hypotheses, references),
    baseline: score(translator.encoder, baseline, references),
    signatures: {
      bleu: bleu(hypotheses, references).signature,
      chrf: chrf(hypotheses, references).signature,
    },
    examples: grouped.map((group, index) => ({
      ...group,
      hypothesis: hypotheses[index] ?? "",
      baseline: baseline[index] ?? "",
    })),
  };
}

function groupBySource(
  pairs: readonly Pair[],
): { readonly source: string; readonly references: string[] }[] {
  const groups = new Map<string, { readonly source: string; readonly references: string[] }>();
  for (const { source, target } of pairs) {
    const reference = normalize(target); // no-break spaces are plain ones here
    const group = groups.get(sourceKey(source));
    if (group) group.references.push(reference);
    else groups.set(sourceKey(source), { source, references: [reference] });
  }
  return [...groups.values()];
}

function nearestTranslations(
  encoder: PhraseEncoder,
  sources: readonly string[],
  training: readonly Pair[],
): string[] {
  const nearest = nearestTokens(training.map(({ source }) => encoder.sourceTokens(source)));
  return sources.map((source) =>
    normalize(training[nearest(encoder.sourceTokens(source))]?.target ?? ""),
  );
}

function score(
  encoder: PhraseEncoder,
  hypotheses: readonly string[],
  references: readonly (readonly string[])[],
): Scores {
  return {
    exactMatch: exactMatch(hypotheses, references),
    tokenAccuracy: tokenAccuracy(
      hypotheses.map((hypothesis) => encoder.targetTokens(hypothesis)),
      references.map(([first = ""]) => encoder.targetTokens(first)),
    ),
    bleu: bleu(hypotheses, references).score,
    chrf: chrf(hypotheses, references).score,
  };
}
