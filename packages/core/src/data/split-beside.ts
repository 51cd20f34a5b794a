/** Division of examples beside held-out sets that are there already. */
import { type Split, type SplitOptions, splitByKey } from "./split.ts";

/** Options of {@link splitBeside}. */
export interface SplitBesideOptions<Example> extends SplitOptions<Example> {
  /** Sets that are taken as they are; the share of one of them is not drawn. */
  readonly given: Partial<Pick<Split<Example>, "validation" | "test">>;
  /** Hears how many examples have a key of a set that is given, before the rest is split; not called where there are none. */
  readonly onLeftOut?: ((count: number) => void) | undefined;
}

/**
 * Splits examples as {@link splitByKey} does, beside a validation or test set of its own: what shares a key with it is left out.
 *
 * @throws {RangeError} As {@link splitByKey}.
 *
 * @example
 * ```ts
 * import { Random, splitBeside } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const { train, validation, test } = splitBeside(["a", "b", "c", "B"], {
 *   given: { test: ["b"] },
 *   key: (letter) => letter.toLowerCase(),
 *   validationShare: 0.5,
 *   testShare: 0.1,
 *   random: Random.fromSeed(1),
 * });
 * assert.deepEqual([...train, ...validation].sort(), ["a", "c"]);
 * assert.deepEqual(test, ["b"]);
 * ```
 */
export function splitBeside<Example>(
  examples: readonly Example[],
  options: SplitBesideOptions<Example>,
): Split<Example> {
  const { given, onLeftOut, key, random } = options;
  const keys = new Set(Object.values(given).flat().map(key));
  const others = examples.filter((example) => !keys.has(key(example)));
  const leftOut = examples.length - others.length;
  if (leftOut > 0) onLeftOut?.(leftOut);
  const split = splitByKey(others, {
    key,
    validationShare: given.validation ? 0 : options.validationShare,
    testShare: given.test ? 0 : options.testShare,
    random,
  });
  return { ...split, ...given };
}
