/** Scores of forecasts as a whole, by step of the horizon and by variable. */

import { type CorpusStatistics, sumRows } from "./corpus-statistics.ts";
import { checkWindows, type ForecastMeasure, type WindowValues } from "./forecast-measure.ts";

/** One figure for every part of the windows, in the unit of the measure. */
export interface ForecastScore {
  /** Of all values. */
  readonly overall: number;
  /** Of each step of the horizon, `[horizon]`. */
  readonly perStep: readonly number[];
  /** Of each variable, `[variables]`. */
  readonly perVariable: readonly number[];
  /** Of each step of each variable, `[horizon][variables]`. */
  readonly perStepAndVariable: readonly (readonly number[])[];
}

/**
 * Scores forecasts. Several variables weigh the same: the score of all of them is the mean of theirs.
 *
 * @param measure One of the forecast measures, such as {@link meanAbsoluteError}.
 * @param forecasts What the measure compares: `[samples, horizon, variables]`, or several of these.
 * @param actuals What came to pass, `[samples, horizon, variables]`.
 * @returns Not a number where it was given such values.
 * @throws {RangeError} If there are no values, shapes differ or a shape does not hold the values.
 *
 * @example
 * ```ts
 * import { forecastScore, meanAbsoluteError } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * // Two samples, two steps, one variable.
 * const actuals = { values: [1, 2, 3, 4], shape: [2, 2, 1] } as const;
 * const forecasts = { values: [1, 3, 3, 7], shape: [2, 2, 1] } as const;
 * const { overall, perStep } = forecastScore(meanAbsoluteError, forecasts, actuals);
 * assert.equal(overall, 1);
 * assert.deepEqual(perStep, [0, 2]);
 * ```
 */
export function forecastScore<Forecasts>(
  measure: ForecastMeasure<Forecasts>,
  forecasts: Forecasts,
  actuals: WindowValues,
): ForecastScore {
  checkWindows(measure.name, actuals);
  const [, horizon, variables] = actuals.shape;
  const sums = addUp(measure, forecasts, actuals, "step");
  const perStepAndVariable = Array.from({ length: horizon }, (_, step) =>
    scoreVariables(measure, sums.subarray(step * variables * measure.columns), variables),
  );
  const perVariable = scoreVariables(
    measure,
    sumRows({ rows: sums, segments: horizon }),
    variables,
  );
  return {
    overall: mean(perVariable),
    perStep: perStepAndVariable.map(mean),
    perVariable,
    perStepAndVariable,
  };
}

/**
 * The statistics of a forecast measure, each sample a segment, for {@link confidenceInterval} and the
 * paired tests. Samples that overlap in time are not independent: intervals come out too narrow then.
 *
 * @throws {RangeError} As {@link forecastScore}.
 *
 * @example
 * ```ts
 * import { confidenceInterval, forecastStatistics, rootMeanSquaredError } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const actuals = { values: [0, 0, 0, 0], shape: [4, 1, 1] } as const;
 * const forecasts = { values: [1, 1, 1, -1], shape: [4, 1, 1] } as const;
 * const statistics = forecastStatistics(rootMeanSquaredError, forecasts, actuals);
 * assert.equal(confidenceInterval(statistics).score, 1);
 * ```
 */
export function forecastStatistics<Forecasts>(
  measure: ForecastMeasure<Forecasts>,
  forecasts: Forecasts,
  actuals: WindowValues,
): CorpusStatistics {
  checkWindows(measure.name, actuals);
  const [samples, , variables] = actuals.shape;
  return {
    measure: measure.name,
    segments: samples,
    rows: addUp(measure, forecasts, actuals, "sample"),
    score: (sums) => mean(scoreVariables(measure, sums, variables)),
  };
}

/** Sums of a measure's numbers by sample or by step, and by variable: `[rows, variables, columns]`. */
function addUp<Forecasts>(
  measure: ForecastMeasure<Forecasts>,
  forecasts: Forecasts,
  actuals: WindowValues,
  rowsOf: "sample" | "step",
): Float64Array {
  const [samples, horizon, variables] = actuals.shape;
  const { columns } = measure;
  const compare = measure.compare(forecasts, actuals);
  const sums = new Float64Array((rowsOf === "sample" ? samples : horizon) * variables * columns);
  for (let sample = 0, index = 0; sample < samples; sample++) {
    for (let step = 0; step < horizon; step++) {
      const row = rowsOf === "sample" ? sample : step;
      for (let variable = 0; variable < variables; variable++, index++) {
        const numbers = compare({ index, sample, variable });
        const offset = (row * variables + variable) * columns;
        for (let column = 0; column < columns; column++) {
          (sums[offset + column] as number) += numbers[column] as number;
        }
      }
    }
  }
  return sums;
}

/** @param sums `[variables, columns]`. */
function scoreVariables(
  { columns, score }: Pick<ForecastMeasure, "columns" | "score">,
  sums: Float64Array,
  variables: number,
): number[] {
  return Array.from({ length: variables }, (_, variable) =>
    score(sums.subarray(variable * columns, (variable + 1) * columns)),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
