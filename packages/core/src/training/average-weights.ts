/** The mean of several sets of weights. */
import type { WeightValues } from "../model/parameters.ts";
import type { NamedWeights } from "./named-variables.ts";

/**
 * Averages weights element by element: the last checkpoints together are often better than each.
 *
 * Source: Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, section 6.1.
 *
 * @throws {RangeError} If there is nothing to average.
 *
 * @example
 * ```ts
 * import { averageWeights } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const weights = (value: number) => new Map([["bias", { shape: [1], values: Float32Array.of(value) }]]);
 * assert.deepEqual(averageWeights([weights(1), weights(2)]), weights(1.5));
 * ```
 */
export function averageWeights(sets: readonly NamedWeights[]): Map<string, WeightValues> {
  const [first] = sets;
  if (!first) throw new RangeError("Cannot average weights: at least one set is needed, got 0");
  return new Map(
    [...first].map(([name, { shape, values }]) => {
      const sum = new Float64Array(values.length);
      for (const set of sets) {
        const other = set.get(name)?.values;
        if (other?.length !== values.length) {
          throw new RangeError(
            `Cannot average weights: every set must have "${name}" with ${values.length} values, got ${other?.length ?? "none"}`,
          );
        }
        for (let index = 0; index < sum.length; index++) {
          sum[index] = (sum[index] as number) + (other[index] as number);
        }
      }
      return [name, { shape, values: Float32Array.from(sum, (total) => total / sets.length) }];
    }),
  );
}
