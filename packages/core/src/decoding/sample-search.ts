/** Sampling: tokens drawn at random from what the decoder says. */
import type { tf } from "../backend/tf.ts";
import { uniformAt } from "./counter-random.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { type ChooseOptions, type RowSearchOptions, searchRows } from "./row-search.ts";
import { tokenAt } from "./step-reading.ts";
import { checkOnePerSource } from "./token-rules.ts";

/** Which tokens may be drawn, and how boldly. */
export interface SamplingOptions {
  /** Above 1 rare tokens come more often, below 1 less often; > 0. @default 1 */
  readonly temperature?: number | undefined;
  /** Draws from so many of the most probable tokens (Fan et al. 2018, https://arxiv.org/abs/1805.04833). @default all */
  readonly topK?: number | undefined;
  /**
   * Draws from the fewest tokens that together have this share of the probability, in (0, 1] (nucleus sampling: Holtzman et al.
   * 2020, https://arxiv.org/abs/1904.09751).
   *
   * @default 1
   */
  readonly topP?: number | undefined;
}

/** Options of {@link sampleSearch}. */
export interface SampleSearchOptions<
  States extends tf.TensorContainer,
  Memory extends tf.TensorContainer,
> extends RowSearchOptions<States, Memory>,
    SamplingOptions {
  /** Hypotheses drawn for each source. @default 1 */
  readonly samples?: number | undefined;
  /** A whole number for each source: the same one draws the same, whatever else is in the batch. */
  readonly seeds: readonly number[];
}

/**
 * Draws hypotheses token by token. Temperature, then `topK`, then `topP` change the distribution that tokens are drawn from; the
 * log-probabilities of the hypotheses are those of the model.
 *
 * @returns For each source its samples, in the order in which they were drawn.
 * @throws {RangeError} If an option is out of its range, or the options contradict each other.
 * @throws What `signal` was aborted with.
 *
 * @example
 * ```ts
 * import { loadEngine, sampleSearch, softmaxTokens, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const logits = tf.tensor2d([[-99, 0, 0]]); // </s> or token 2, as often as each other
 * const [samples = []] = await sampleSearch({
 *   step: (ids, states) => ({ next: softmaxTokens(tf.tile(logits, [ids.size, 1])), states }),
 *   states: [],
 *   batchSize: 1,
 *   startId: 0,
 *   endId: 1,
 *   maximumLength: 20,
 *   samples: 1000,
 *   seeds: [7],
 * });
 * logits.dispose();
 * const empty = samples.filter(({ ids }) => ids.length === 0).length;
 * assert.closeTo(empty / samples.length, 0.5, 0.05);
 * ```
 */
export async function sampleSearch<
  States extends tf.TensorContainer,
  Memory extends tf.TensorContainer,
>(options: SampleSearchOptions<States, Memory>): Promise<Hypothesis[][]> {
  const { samples = 1, temperature = 1, topK, topP = 1, seeds, batchSize } = options;
  checkSampling({ samples, temperature, topK, topP });
  checkOnePerSource("seeds", seeds, batchSize);
  return searchRows(options, samples, {
    top: (suppressed) => (topK === undefined ? "all" : topK + suppressed),
    choose: (choice) => {
      const { source, sample, length } = choice;
      const number = uniformAt(seeds[source] as number, sample, length);
      return draw(choice, { temperature, topK, topP, number });
    },
  });
}

/** Columns of a row with what each one counts in a draw. */
interface Weighted {
  readonly columns: readonly number[];
  readonly weights: readonly number[];
}

/** Draws a column of a row. @param options.number In [0, 1). */
function draw(
  choice: ChooseOptions,
  options: {
    readonly temperature: number;
    readonly topK: number | undefined;
    readonly topP: number;
    readonly number: number;
  },
): number | undefined {
  const { temperature, topK, topP, number } = options;
  const permitted = weigh(permittedColumns(choice, topK), choice, temperature);
  const { columns, weights } = topP < 1 ? nucleus(permitted, topP) : permitted;
  let left = number * sum(weights);
  const drawn = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return columns.at(drawn); // the last one where rounding left something over
}

/** The columns that may be drawn; the first `most` of them. */
function permittedColumns(
  { reading, row, suppressed }: ChooseOptions,
  most: number = Number.POSITIVE_INFINITY,
): number[] {
  const columns: number[] = [];
  for (let column = 0; column < reading.columns && columns.length < most; column++) {
    const { id, logProbability } = tokenAt(reading, row, column);
    if (logProbability > Number.NEGATIVE_INFINITY && !suppressed.has(id)) columns.push(column);
  }
  return columns;
}

function weigh(
  columns: readonly number[],
  { reading, row }: ChooseOptions,
  temperature: number,
): Weighted {
  const scores = columns.map(
    (column) => tokenAt(reading, row, column).logProbability / temperature,
  );
  const best = scores.reduce((max, score) => Math.max(max, score), Number.NEGATIVE_INFINITY);
  return { columns, weights: scores.map((score) => Math.exp(score - best)) };
}

/** The fewest columns that have the share `topP` of all weights. */
function nucleus({ columns, weights }: Weighted, topP: number): Weighted {
  const total = sum(weights);
  // All columns below this weight have less than 1 - topP together: they need not be sorted.
  const least = ((1 - topP) * total) / weights.length;
  const sorted = [...weights.keys()]
    .filter((place) => (weights[place] as number) >= least)
    .sort((first, second) => (weights[second] as number) - (weights[first] as number));
  let mass = 0;
  const kept = sorted.filter((place) => {
    const isNeeded = mass < topP * total;
    mass += weights[place] as number;
    return isNeeded;
  });
  return {
    columns: kept.map((place) => columns[place] as number),
    weights: kept.map((place) => weights[place] as number),
  };
}

function sum(weights: readonly number[]): number {
  return weights.reduce((total, weight) => total + weight, 0);
}

function checkSampling(options: SamplingOptions & { readonly samples: number }): void {
  const { samples, temperature = 1, topK, topP = 1 } = options;
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(`Cannot sample: samples must be a positive integer, got ${samples}`);
  }
  if (!(temperature > 0 && temperature < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Cannot sample: temperature must be above 0, got ${temperature}`);
  }
  if (topK !== undefined && (!Number.isInteger(topK) || topK < 1)) {
    throw new RangeError(`Cannot sample: topK must be a positive integer, got ${topK}`);
  }
  if (!(topP > 0 && topP <= 1)) {
    throw new RangeError(`Cannot sample: topP must be in (0, 1], got ${topP}`);
  }
}
