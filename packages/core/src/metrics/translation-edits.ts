/** The edits of TER: insertions, deletions, substitutions, and shifts of word sequences. */

import { BeamEditDistance } from "./beam-edit-distance.ts";
import { Numbering } from "./numbering.ts";
import { findShifts, moveWords } from "./word-shifts.ts";

const MOST_CANDIDATES = 1000;

/**
 * The fewest edits that a greedy search finds from a hypothesis to a reference: as long as moving a
 * sequence of words to where the reference has it lowers the edit distance, the best such shift is made.
 *
 * Source: Snover et al. 2006, https://aclanthology.org/2006.amta-papers.25, 2.1, with Tercom's limits.
 */
export function translationEdits(
  hypothesis: readonly string[],
  reference: readonly string[],
): number {
  if (reference.length === 0) return hypothesis.length;
  const numbering = new Numbering<string>();
  const target = numbering.number(reference);
  const table = new BeamEditDistance(target, hypothesis.length);
  let words = numbering.find(hypothesis);
  let candidates = 0;
  for (let shifts = 0; ; shifts++) {
    const { distance, steps } = table.align(words);
    // No shift is as good as this unless it lowers the distance.
    let best = { distance, length: Number.POSITIVE_INFINITY, start: 0, position: 0, words };
    for (const { start, length, positions } of findShifts(words, target, steps)) {
      for (const position of positions) {
        const moved = moveWords(words, start, length, position);
        const candidate = {
          distance: table.measure(moved, Math.min(start, position)),
          length,
          start,
          position,
          words: moved,
        };
        if (isBetter(candidate, best)) best = candidate;
      }
      candidates += positions.length;
      if (candidates >= MOST_CANDIDATES) return shifts + distance;
    }
    if (best.distance === distance) return shifts + distance;
    words = best.words;
  }
}

interface Candidate {
  readonly distance: number;
  readonly length: number;
  readonly start: number;
  readonly position: number;
}

/** The smallest distance, then the longest sequence, then the first one, moved to the first position. */
function isBetter(candidate: Candidate, best: Candidate): boolean {
  const order =
    candidate.distance - best.distance ||
    best.length - candidate.length ||
    candidate.start - best.start ||
    candidate.position - best.position;
  return order < 0;
}
