/** Which segments of a test set to show: the worst, the best and ordinary ones. */

/** Indices of segments. */
export interface ChosenExamples {
  /** Lowest score first. */
  readonly worst: readonly number[];
  /** Highest score first. */
  readonly best: readonly number[];
  /** Evenly spread over the test set, in its order. */
  readonly ordinary: readonly number[];
}

/** Options of {@link chooseExamples}. */
export interface ChooseExamplesOptions {
  /** Most examples of each kind. */
  readonly count: number;
  /** Of equal scores the longer segment is shown first: it tells more. @default all are as long */
  readonly lengths?: readonly number[];
}

/**
 * Chooses examples by their scores; the same for the same scores.
 *
 * @param scores One score a segment, higher is better.
 * @throws {RangeError} If `count` is no whole number of 0 or more, or there are not as many lengths as scores.
 *
 * @example
 * ```ts
 * import { chooseExamples } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const { worst, best, ordinary } = chooseExamples([100, 0, 50, 100], { count: 2, lengths: [3, 4, 5, 6] });
 * assert.deepEqual(worst, [1, 2]);
 * assert.deepEqual(best, [3, 0]);
 * assert.deepEqual(ordinary, [0, 2]);
 * ```
 */
export function chooseExamples(
  scores: ArrayLike<number>,
  options: ChooseExamplesOptions,
): ChosenExamples {
  const { count, lengths } = options;
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(
      `Cannot choose examples: count must be a whole number of 0 or more, got ${count}`,
    );
  }
  if (lengths !== undefined && lengths.length !== scores.length) {
    throw new RangeError(
      `Cannot choose examples: there must be as many lengths as scores, got ${lengths.length} and ${scores.length}`,
    );
  }
  const scoreOf = (index: number): number => scores[index] as number;
  const longerFirst = (a: number, b: number): number => (lengths?.[b] ?? 0) - (lengths?.[a] ?? 0);
  const indices = Array.from({ length: scores.length }, (_, index) => index);
  return {
    worst: indices.toSorted((a, b) => scoreOf(a) - scoreOf(b) || longerFirst(a, b)).slice(0, count),
    best: indices.toSorted((a, b) => scoreOf(b) - scoreOf(a) || longerFirst(a, b)).slice(0, count),
    ordinary: evenlySpread(indices, count),
  };
}

/** Examples that were chosen by {@link pickExamples}. */
export type PickedExamples<Example> = {
  readonly [kind in keyof ChosenExamples]: readonly Example[];
};

/** Options of {@link pickExamples}. */
export interface PickExamplesOptions<Example> extends Pick<ChooseExamplesOptions, "count"> {
  /** Higher is better. */
  readonly score: (example: Example) => number;
  /** Of equal scores the longer example is shown first: it tells more. */
  readonly length: (example: Example) => number;
}

/**
 * Chooses examples as {@link chooseExamples} does, and gives them themselves.
 *
 * @throws {RangeError} If `count` is no whole number of 0 or more.
 *
 * @example
 * ```ts
 * import { pickExamples } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const examples = [{ text: "good", chrf: 90 }, { text: "bad", chrf: 10 }];
 * const { worst } = pickExamples(examples, {
 *   count: 1,
 *   score: ({ chrf }) => chrf,
 *   length: ({ text }) => text.length,
 * });
 * assert.deepEqual(worst, [{ text: "bad", chrf: 10 }]);
 * ```
 */
export function pickExamples<Example>(
  examples: readonly Example[],
  options: PickExamplesOptions<NoInfer<Example>>,
): PickedExamples<Example> {
  const { count, score, length } = options;
  const chosen = chooseExamples(examples.map(score), { count, lengths: examples.map(length) });
  const at = (indices: readonly number[]): Example[] =>
    indices.map((index) => examples[index] as Example);
  return { worst: at(chosen.worst), best: at(chosen.best), ordinary: at(chosen.ordinary) };
}

/** Values in even steps from the first on. */
function evenlySpread(values: readonly number[], count: number): number[] {
  const step = Math.max(1, values.length / count);
  return Array.from(
    { length: Math.min(count, values.length) },
    (_, index) => values[Math.floor(index * step)] as number,
  );
}
