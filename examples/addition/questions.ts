/** Sums of two numbers as text: questions, their answers, and both as ids. */
import type { Random } from "@encdec/core";

/** What questions and answers are written with; the place of a character is its id. */
export const CHARACTERS = "0123456789+ ";

/** `123+45` and `168`. */
export interface Sum {
  readonly question: string;
  readonly answer: string;
}

/** Sums as rows of ids. */
export interface EncodedSums {
  readonly count: number;
  /** Questions from the last character to the first, `[count, 2 * digits + 1]`. */
  readonly questions: Int32Array;
  /** `[count, digits + 1]`. */
  readonly answers: Int32Array;
}

/**
 * Different sums, of which 12+3 and 3+12 are one, of numbers with 1 to `digits` digits, each length as likely as any other.
 *
 * @throws {RangeError} If there are not so many.
 */
export function makeSums(count: number, digits: number, random: Random): Sum[] {
  const numbers = 10 ** digits;
  if (count > (numbers * (numbers + 1)) / 4) {
    throw new RangeError(
      `Cannot make sums: of ${digits} digits there must be twice as many as asked for, got ${count}`,
    );
  }
  const draw = (): number => random.integer(10 ** (1 + random.integer(digits)));
  const sums = new Map<string, Sum>();
  while (sums.size < count) {
    const [first, second] = [draw(), draw()];
    const key = [Math.min(first, second), Math.max(first, second)].join();
    if (!sums.has(key)) {
      sums.set(key, { question: `${first}+${second}`, answer: String(first + second) });
    }
  }
  // The later ones are mostly of large numbers: of the small ones all are taken by then.
  return random.shuffle([...sums.values()]);
}

/** Sums as ids: padded with spaces at the end, then questions are reversed. */
export function encodeSums(sums: readonly Sum[], digits: number): EncodedSums {
  const ids = (text: string, length: number): number[] =>
    [...text.padEnd(length)].map((character) => CHARACTERS.indexOf(character));
  return {
    count: sums.length,
    questions: Int32Array.from(
      sums.flatMap(({ question }) => ids(question, 2 * digits + 1).reverse()),
    ),
    answers: Int32Array.from(sums.flatMap(({ answer }) => ids(answer, digits + 1))),
  };
}

/** The text of ids, without the spaces at its end. */
export function decodeAnswer(ids: Iterable<number>): string {
  return Array.from(ids, (id) => CHARACTERS[id] ?? "?")
    .join("")
    .trimEnd();
}
