/** Scores of a forecaster beside the honest baselines. */
import { baselineSystems } from "./baseline-systems.ts";
import type { Forecaster } from "./decode.ts";
import { type Scoring, type ScoringOptions, scoredWindows } from "./scored-windows.ts";
import { type Scores, scoreForecasts } from "./scores.ts";
import { verdict } from "./verdict.ts";

/** A system and its scores. */
export interface SystemScores {
  readonly name: string;
  readonly scores: Scores;
}

/** Result of {@link evaluate}. */
export interface Evaluation {
  /** Names of the variables. */
  readonly targets: readonly string[];
  readonly horizon: number;
  /** Windows that were scored. */
  readonly windows: number;
  /** Windows that were not, since a value is missing that came to pass. */
  readonly leftOut: number;
  /** Rows after which series repeat; 1 where no season was found. */
  readonly seasonLength: number;
  /** Share of values that intervals should hold, 0 to 100; nothing where there are none. */
  readonly interval?: number;
  /** The model first, then the baselines. */
  readonly systems: readonly SystemScores[];
  /** Who forecasts best. */
  readonly verdict: string;
}

/** Options of {@link evaluate}. */
export interface EvaluateOptions extends ScoringOptions {
  readonly onNotice?: ((text: string) => void) | undefined;
}

/**
 * Scores the forecasts of all test windows.
 *
 * @throws {Error} If the test rows hold no window all of whose values are known.
 * @throws {RangeError} If a tested series is none of the run's.
 */
export function evaluate(forecaster: Forecaster, options: EvaluateOptions): Evaluation {
  const scoring = scoredWindows(forecaster, options);
  const { middle, ...intervals } = forecaster.forecastWindows(scoring.set);
  const model = scoreForecasts(
    middle,
    scoring.scored,
    forecaster.hasIntervals ? intervals : undefined,
  );
  return scoreBeside(forecaster, { ...options, scoring, model });
}

/** The scores of a model beside those of the baselines on the same windows. */
export function scoreBeside(
  forecaster: Forecaster,
  options: EvaluateOptions & { readonly scoring: Scoring; readonly model: Scores },
): Evaluation {
  const { scoring, model } = options;
  const { set, scored, leftOut, seasonLength } = scoring;
  const systems: SystemScores[] = [{ name: "model", scores: model }];
  for (const { name, forecasts } of baselineSystems(forecaster, options)) {
    systems.push({ name, scores: scoreForecasts(forecasts, scored) });
  }
  return {
    targets: forecaster.targets,
    horizon: set.windows.horizon,
    windows: set.windows.count,
    leftOut,
    seasonLength,
    ...(forecaster.hasIntervals && { interval: 100 * forecaster.config.distribution.interval }),
    systems,
    verdict: verdict(systems),
  };
}
