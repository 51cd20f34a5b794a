/** What the builders of paper models have in common. */

/** Options of a paper model's builder. */
export interface PaperOptions {
  /** Factor of every width, above 0: 0.1 for a model of a tenth of the width. @default 1 */
  readonly scale?: number | undefined;
}

/** Options of a paper model that translates. */
export interface TranslationPaperOptions extends PaperOptions {
  /** @default the paper's */
  readonly sourceVocabularySize?: number | undefined;
  /** @default the paper's */
  readonly targetVocabularySize?: number | undefined;
}

/**
 * Scales widths, rounded, at least 1.
 *
 * @throws {RangeError} If the factor is not above 0.
 */
export function scaledBy(scale = 1): (width: number) => number {
  if (!(scale > 0 && Number.isFinite(scale))) {
    throw new RangeError(`Cannot scale a paper model: scale must be above 0, got ${scale}`);
  }
  return (width) => Math.max(1, Math.round(width * scale));
}
