/** All that is said about one run, in one shape for every task: it is kept in the run folder, and shown beside other runs. */
import type { AttentionWeights } from "../charts/attention-heat-map.ts";
import type { ForecastVariable } from "../charts/forecast-rows.ts";

/** A score, and the ends of its 95 % interval where they are known. */
export interface Score {
  readonly score: number;
  readonly lower?: number;
  readonly upper?: number;
}

/** What is measured. */
export interface Measure {
  readonly name: string;
  /** Which end of it is good. */
  readonly direction: "highest" | "lowest";
  /** The best that can be, where there is such a thing: 100 for scores and accuracies. */
  readonly maximum?: number;
}

/** The model or a baseline. */
export interface System {
  readonly name: string;
  /** By the names of the measures. */
  readonly scores: { readonly [measure: string]: Score };
}

/** What one run made of each held-out example, so that another run can be compared with it. */
export type Segments =
  | { readonly kind: "texts"; readonly items: readonly TextSegment[] }
  | { readonly kind: "means"; readonly items: readonly MeanSegment[] };

/** A text that was written for a held-out example. */
export interface TextSegment {
  /** The example; the same in every run that it is held out from. */
  readonly key: string;
  readonly hypothesis: string;
  readonly references: readonly string[];
}

/** Values of a block of held-out examples whose mean is the score. */
export interface MeanSegment {
  readonly key: string;
  readonly sum: number;
  readonly count: number;
}

/** Right and wrong answers, a row each. */
export interface ExampleTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A forecast of held-out rows and what came. */
export interface ForecastPicture {
  readonly title: string;
  /** Mean absolute error, as a share of the change over a season. */
  readonly error: number;
  /** Of history and forecast, as ISO 8601. */
  readonly times: readonly string[];
  readonly variables: readonly ForecastVariable[];
  readonly intervalName?: string | undefined;
}

/** Scores by two properties of the examples. */
export interface ScoreGrid {
  readonly measure: string;
  readonly rowTitle: string;
  readonly rows: readonly string[];
  readonly columnTitle: string;
  readonly columns: readonly string[];
  /** [rows, columns], 0 to 100. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** How long a training took. */
export interface TrainingTime {
  /** Of training and validation, over all processes. */
  readonly seconds: number;
  /** What is counted, in a second of training, on average over the reports. */
  readonly perSecond: number;
}

/** A run, what it was made from, and how good it is. */
export interface RunEvaluation {
  readonly task: string;
  /** Such as "LSTM encoder-decoder, 1 x 256, bidirectional, general attention". */
  readonly architecture: string;
  /** How many numbers the weights hold. */
  readonly parameters: number;
  readonly data: {
    /** Such as "4,729 pairs to train, 556 held out". */
    readonly size: string;
    readonly description: string;
    readonly licence: string;
  };
  /** What training counts: "tokens" or "values". */
  readonly unit: string;
  /** How long training took; nothing where the run was scored later. */
  readonly training?: TrainingTime | undefined;
  /** The first one decides. */
  readonly measures: readonly [Measure, ...Measure[]];
  /** The model first. */
  readonly systems: readonly [System, ...System[]];
  /** How likely the model's lead over the best baseline is by chance; where it was tested. */
  readonly pValue?: number | undefined;
  /** Of the first measure. */
  readonly segments: Segments;
  readonly examples?: ExampleTable;
  readonly attention: readonly AttentionWeights[];
  readonly forecasts: readonly ForecastPicture[];
  readonly grids: readonly ScoreGrid[];
}

/** The model's score and that of the best baseline, in the measure that decides. */
export interface Headline {
  readonly measure: Measure;
  readonly model: Score;
  readonly baseline: { readonly name: string; readonly score: Score };
}

/**
 * The model and the best baseline of an evaluation.
 *
 * @throws {Error} If a system lacks the score, or there is no baseline.
 *
 * @example
 * ```ts
 * import { headlineOf } from "@encdec/core/persistence";
 * import { assert } from "vitest";
 *
 * const { baseline } = headlineOf({
 *   measures: [{ name: "MASE", direction: "lowest" }],
 *   systems: [
 *     { name: "model", scores: { MASE: { score: 0.7 } } },
 *     { name: "drift", scores: { MASE: { score: 1.2 } } },
 *     { name: "ridge", scores: { MASE: { score: 0.9 } } },
 *   ],
 * });
 * assert.equal(baseline.name, "ridge");
 * ```
 */
export function headlineOf({
  measures,
  systems,
}: Pick<RunEvaluation, "measures" | "systems">): Headline {
  const [measure] = measures;
  const [model, ...baselines] = systems.map(({ name, scores }) => {
    const score = scores[measure.name];
    if (score === undefined) {
      throw new Error(`Cannot compare systems: ${name} must have a score, got no ${measure.name}`);
    }
    return { name, score };
  });
  if (model === undefined || baselines.length === 0) {
    throw new Error("Cannot compare systems: there must be a baseline, got none");
  }
  const sign = measure.direction === "highest" ? 1 : -1;
  const baseline = baselines.reduce((best, other) =>
    sign * (other.score.score - best.score.score) > 0 ? other : best,
  );
  return { measure, model: model.score, baseline };
}
