/** The honest baselines' forecasts of the windows that a model is scored on. */
import type { WindowValues } from "@encdec/core";
import {
  type Baseline,
  baselineForecasts,
  drift,
  lastValue,
  meanValue,
  seasonalNaive,
} from "./baselines.ts";
import type { Forecaster } from "./decode.ts";
import { ridgeForecasts } from "./ridge-baseline.ts";
import { type Scoring, type ScoringOptions, trainedSeries } from "./scored-windows.ts";

/** Options of {@link baselineSystems}. */
export interface BaselineSystemsOptions extends Omit<ScoringOptions, "stride"> {
  readonly scoring: Scoring;
  /** Hears why there is no ridge regression, where there is none. */
  readonly onNotice?: ((text: string) => void) | undefined;
}

/** A baseline and its forecasts, in the data's unit. */
export interface BaselineSystem {
  readonly name: string;
  readonly forecasts: WindowValues;
}

/**
 * Last value, seasonal naive, drift, mean, ridge regression, one after the other: the forecasts of one are all that is held. Like the model,
 * they know the training rows of `data` and what lies before each window.
 */
export function* baselineSystems(
  forecaster: Forecaster,
  options: BaselineSystemsOptions,
): Generator<BaselineSystem, void> {
  const { scoring, onNotice = () => {} } = options;
  const { set, columns } = scoring;
  const { windows } = set;
  for (const baseline of naiveBaselines(scoring)) {
    const { name } = baseline;
    yield { name, forecasts: baselineForecasts(baseline, { series: columns, windows }) };
  }
  const ridge = ridgeOf(forecaster, options);
  if (typeof ridge === "string") onNotice(`no ridge baseline: ${ridge}`);
  else yield { name: "ridge", forecasts: ridge };
}

function naiveBaselines({ training, seasonLength }: Scoring): Baseline[] {
  const means = training.map((columns) => columns.map(meanOf));
  return [lastValue, seasonalNaive(seasonLength), drift, meanValue(means)];
}

function meanOf(column: Float32Array): number {
  let [sum, count] = [0, 0];
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / Math.max(1, count);
}

/** The forecasts, or why there are none. */
function ridgeOf(
  { config, encoder }: Forecaster,
  { data, tested = data, scoring }: BaselineSystemsOptions,
): WindowValues | string {
  const { set, columns } = scoring;
  const targetsOf = <Own extends { readonly columns: readonly Float32Array[] }>(own: Own): Own => ({
    ...own,
    columns: encoder.roles.targets.map((place) => own.columns[place] as Float32Array),
  });
  try {
    return ridgeForecasts({
      trained: data.series.map(targetsOf),
      tested: tested.series.map(({ name }, index) => ({
        columns: columns[index] ?? [],
        trainedAs: data.series.indexOf(trainedSeries(data, name)),
      })),
      windows: { ...set.windows, lookback: config.window.lookback },
    });
  } catch (error) {
    return (error as Error).message;
  }
}
