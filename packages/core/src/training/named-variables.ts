/** The weights that training needs to see: those of `Parameters`. */
import type { tf } from "../backend/tf.ts";
import type { WeightValues } from "../model/parameters.ts";

/** Values of weights by name. */
export type NamedWeights = ReadonlyMap<string, WeightValues>;

/** Named variables in a fixed order, as `Parameters` gives them. */
export interface NamedVariables {
  /** The variables. */
  readonly variables: readonly tf.Variable[];
  /** Their names and shapes, in the same order. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** A copy of all values. */
  read(): Map<string, WeightValues>;
  /** Replaces all values. */
  write(weights: NamedWeights): void;
}
