/** Right and wrong answers, to be shown. */
import { chooseExamples } from "./choose-examples.ts";

/** Examples of both kinds. */
export interface RightAndWrong<Example> {
  readonly right: readonly Example[];
  readonly wrong: readonly Example[];
}

/**
 * Some right and some wrong answers, each evenly spread over the test set.
 *
 * @param options.count Most of each kind.
 *
 * @example
 * ```ts
 * import { rightAndWrong } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const { right, wrong } = rightAndWrong([1, 2, 3, 4, 5, 6], { count: 2, isRight: (number) => number % 2 === 0 });
 * assert.deepEqual(right, [2, 4]);
 * assert.deepEqual(wrong, [1, 3]);
 * ```
 */
export function rightAndWrong<Example>(
  examples: readonly Example[],
  options: { readonly count: number; readonly isRight: (example: Example) => boolean },
): RightAndWrong<Example> {
  const some = (chosen: readonly Example[]): Example[] => {
    const { ordinary } = chooseExamples(new Float64Array(chosen.length), { count: options.count });
    return ordinary.map((index) => chosen[index] as Example);
  };
  return {
    right: some(examples.filter((example) => options.isRight(example))),
    wrong: some(examples.filter((example) => !options.isRight(example))),
  };
}

/**
 * Rows of a table: the kind, then the texts of the example.
 *
 * @example
 * ```ts
 * import { exampleRows } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const rows = exampleRows({ right: [4], wrong: [5] }, (number) => [String(number)]);
 * assert.deepEqual(rows, [["right", "4"], ["wrong", "5"]]);
 * ```
 */
export function exampleRows<Example>(
  { right, wrong }: RightAndWrong<Example>,
  texts: (example: Example) => readonly string[],
): string[][] {
  return [
    ...right.map((example) => ["right", ...texts(example)]),
    ...wrong.map((example) => ["wrong", ...texts(example)]),
  ];
}
