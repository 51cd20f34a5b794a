/** Hypotheses paired with their references, checked once for every corpus measure. */

/** The references of each hypothesis: one text, or several texts of which any may match. */
export type References = readonly (string | readonly string[])[];

/** One hypothesis beside its references, of which there is at least one. */
export interface Segment {
  readonly hypothesis: string;
  readonly references: readonly string[];
}

/**
 * Pairs hypotheses with their references.
 *
 * @param measure What is computed, as the error sentences name it.
 * @throws {RangeError} If there are no hypotheses, unequal counts, or a hypothesis without references.
 */
export function pairSegments(
  measure: string,
  hypotheses: readonly string[],
  references: References,
): Segment[] {
  checkCounts(measure, hypotheses.length, references.length);
  return hypotheses.map((hypothesis, index) => {
    const given = references[index] ?? [];
    const texts = typeof given === "string" ? [given] : given;
    if (texts.length === 0) {
      throw new RangeError(
        `Cannot compute ${measure}: each hypothesis must have at least one reference, got none for hypothesis ${index + 1}`,
      );
    }
    return { hypothesis, references: texts };
  });
}

/**
 * Refuses an empty corpus and unequal counts.
 *
 * @throws {RangeError} If there are no hypotheses or not as many references.
 */
export function checkCounts(measure: string, hypotheses: number, references: number): void {
  if (hypotheses === 0) {
    throw new RangeError(
      `Cannot compute ${measure}: there must be at least one hypothesis, got none`,
    );
  }
  if (hypotheses !== references) {
    throw new RangeError(
      `Cannot compute ${measure}: there must be as many references as hypotheses, got ${references} and ${hypotheses}`,
    );
  }
}

/** The number of references of each segment as signatures give it: `var` where it varies. */
export function referenceCount(segments: readonly Segment[]): string {
  const counts = new Set(segments.map((segment) => segment.references.length));
  return counts.size === 1 ? String([...counts][0]) : "var";
}
