/** Division of examples into training, validation and test sets. */
import type { Random } from "./random.ts";

/** Shares of the held-out sets; training gets the rest. */
export interface SplitOptions<Example> {
  /** What must not be in two sets: examples with the same key stay together. */
  readonly key: (example: Example) => string;
  /** Share of the keys for validation, in [0, 1). */
  readonly validationShare: number;
  /** Share of the keys for testing, in [0, 1). */
  readonly testShare: number;
  /** Decides which keys go where. */
  readonly random: Random;
}

/** Three sets that share no key. */
export interface Split<Example> {
  readonly train: Example[];
  readonly validation: Example[];
  readonly test: Example[];
}

/**
 * Splits examples so that no key is in two sets: a phrase with several translations is either
 * learnt or held out, never both.
 *
 * @throws {RangeError} If a share is outside [0, 1), the shares leave nothing to train on, or a set
 *   that was asked for would be empty.
 *
 * @example
 * ```ts
 * import { Random, splitByKey } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const pairs = [["stop", "stop"], ["stop", "arrête"], ["go", "va"], ["run", "cours"]] as const;
 * const { train, test } = splitByKey(pairs, {
 *   key: ([source]) => source,
 *   validationShare: 0,
 *   testShare: 0.34,
 *   random: Random.fromSeed(1),
 * });
 * assert.equal(train.length + test.length, 4);
 * assert.isFalse(train.some(([source]) => test.some(([other]) => other === source)));
 * ```
 */
export function splitByKey<Example>(
  examples: readonly Example[],
  options: SplitOptions<Example>,
): Split<Example> {
  const { key, validationShare, testShare, random } = options;
  checkShares(validationShare, testShare);

  const groups = new Map<string, Example[]>();
  for (const example of examples) {
    const group = groups.get(key(example));
    if (group) group.push(example);
    else groups.set(key(example), [example]);
  }
  const keys = random.shuffle([...groups.keys()]);
  const validationCount = heldOutCount(keys.length, validationShare);
  const testCount = heldOutCount(keys.length, testShare);
  if (keys.length <= validationCount + testCount) {
    throw new RangeError(
      `Cannot split examples: at least ${validationCount + testCount + 1} different ones are needed, got ${keys.length}`,
    );
  }
  const take = (from: number, to: number): Example[] =>
    keys.slice(from, to).flatMap((name) => groups.get(name) ?? []);
  return {
    validation: take(0, validationCount),
    test: take(validationCount, validationCount + testCount),
    train: take(validationCount + testCount, keys.length),
  };
}

/** At least one key for every set that was asked for. */
function heldOutCount(keyCount: number, share: number): number {
  return share === 0 ? 0 : Math.max(1, Math.round(keyCount * share));
}

function checkShares(validationShare: number, testShare: number): void {
  for (const [name, share] of Object.entries({ validationShare, testShare })) {
    if (!(share >= 0 && share < 1)) {
      throw new RangeError(`Cannot split examples: ${name} must be in [0, 1), got ${share}`);
    }
  }
  if (validationShare + testShare >= 1) {
    throw new RangeError(
      `Cannot split examples: validationShare + testShare must be below 1, got ${validationShare + testShare}`,
    );
  }
}
