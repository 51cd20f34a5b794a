/** Moves of word sequences that may bring a hypothesis closer to its reference. */

import { Step } from "./beam-edit-distance.ts";

const LONGEST_SEQUENCE = 10;
const FARTHEST_SHIFT = 50;

/** A sequence of a hypothesis that the reference has elsewhere. */
export interface Shift {
  readonly start: number;
  readonly length: number;
  /** The words of the hypothesis before which it may be put. */
  readonly positions: readonly number[];
}

/**
 * The sequences to be tried, in Tercom's order: those that stand wrong in the hypothesis and are
 * missing in the reference, beside each word of the reference's place for them.
 *
 * @param steps From the hypothesis to the reference, as aligned.
 */
export function* findShifts(
  hypothesis: Int32Array,
  reference: Int32Array,
  steps: readonly number[],
): Generator<Shift> {
  const { alignedTo, hypothesisErrors, referenceErrors } = readAlignment(steps);
  const places = placesOfWords(reference);
  for (const [start, word] of hypothesis.entries()) {
    for (const place of places.get(word) ?? []) {
      if (Math.abs(place - start) > FARTHEST_SHIFT) continue;
      for (let length = 1; length <= LONGEST_SEQUENCE; length++) {
        const last = length - 1;
        // An end of either text ends the sequence: nothing equals what is not there.
        if (start + last >= hypothesis.length || place + last >= reference.length) break;
        if (hypothesis[start + last] !== reference[place + last]) break;
        if (!hasError(hypothesisErrors, start, length)) continue;
        if (!hasError(referenceErrors, place, length)) continue;
        const aligned = alignedTo[place] as number;
        if (start <= aligned && aligned < start + length) continue;
        yield { start, length, positions: positionsBeside(place, length, alignedTo) };
      }
    }
  }
}

/** The words with `length` of them, from `start`, moved before the one at `position`. */
export function moveWords(
  words: Int32Array,
  start: number,
  length: number,
  position: number,
): Int32Array {
  const moved = words.slice();
  if (position < start) {
    moved.copyWithin(position + length, position, start);
    moved.set(words.subarray(start, start + length), position);
  } else {
    // A position within the sequence moves it on by as much.
    const within = position <= start + length;
    const end = Math.min(within ? position + length : position, words.length);
    moved.copyWithin(start, start + length, end);
    moved.set(words.subarray(start, start + length), end - length);
  }
  return moved;
}

/** Before the first word, or behind what is aligned to the word before the place and to each in it. */
function positionsBeside(place: number, length: number, alignedTo: readonly number[]): number[] {
  const positions: number[] = [];
  for (let index = place - 1; index < place + length; index++) {
    const position = index < 0 ? 0 : (alignedTo[index] as number) + 1;
    if (position !== positions.at(-1)) positions.push(position);
  }
  return positions;
}

interface Alignment {
  /** For each word of the reference the word of the hypothesis beside it, or the last one before. */
  readonly alignedTo: number[];
  readonly hypothesisErrors: boolean[];
  readonly referenceErrors: boolean[];
}

function readAlignment(steps: readonly number[]): Alignment {
  const alignment: Alignment = { alignedTo: [], hypothesisErrors: [], referenceErrors: [] };
  for (const step of steps) {
    if (step !== Step.insert) alignment.hypothesisErrors.push(step !== Step.keep);
    if (step === Step.remove) continue;
    alignment.referenceErrors.push(step !== Step.keep);
    alignment.alignedTo.push(alignment.hypothesisErrors.length - 1);
  }
  return alignment;
}

function hasError(errors: readonly boolean[], start: number, length: number): boolean {
  return errors.slice(start, start + length).includes(true);
}

function placesOfWords(words: Int32Array): Map<number, number[]> {
  const places = new Map<number, number[]>();
  for (const [place, word] of words.entries()) {
    const known = places.get(word);
    if (known === undefined) places.set(word, [place]);
    else known.push(place);
  }
  return places;
}
