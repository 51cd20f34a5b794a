/** Multi-step, multivariate time-series forecasting with LSTM encoder-decoders. */
export { type BacktestOptions, backtest } from "./backtest.ts";
export {
  type BaselineSystem,
  type BaselineSystemsOptions,
  baselineSystems,
} from "./baseline-systems.ts";
export {
  type Baseline,
  type BaselineWindow,
  baselineForecasts,
  drift,
  lastValue,
  linearBaseline,
  meanValue,
  seasonalNaive,
} from "./baselines.ts";
export { type Calibration, fitCalibration, type IntervalForecasts } from "./calibration.ts";
export { type ForecastConfig, forecastSchema, type RunConfig } from "./config.ts";
export {
  type DataOptions,
  type ForecastData,
  type History,
  loadData,
  loadHistory,
  type Origin,
  type PartedData,
  type SplitSeries,
} from "./data.ts";
export { type DataSettings, dataOptionsOf } from "./data-settings.ts";
export { Forecaster, type WindowErrors, type WindowSet } from "./decode.ts";
export {
  type ColumnDiagnosis,
  type Diagnosis,
  diagnose,
  type SeriesDiagnosis,
} from "./diagnosis.ts";
export { type EvaluateOptions, type Evaluation, evaluate, type SystemScores } from "./evaluate.ts";
export type {
  ForecastOptions,
  ForecastRow,
  ForecastValue,
  SeriesForecast,
} from "./forecast-series.ts";
export type { ForecastPlot } from "./plot.ts";
export { type PresetName, presets } from "./presets.ts";
export { fitRidge, type Ridge, type RidgeOptions, type RidgeSeries } from "./ridge.ts";
export { loadRunData, loadTestRows } from "./run-data.ts";
export { scoreRun } from "./run-evaluation.ts";
export { type Scoring, type ScoringOptions, scoredWindows } from "./scored-windows.ts";
export {
  type ScoredWindows,
  type Scores,
  scaledErrors,
  type Units,
  unitsOf,
} from "./scores.ts";
export { type TrainedForecaster, type TrainForecasterOptions, trainForecaster } from "./train.ts";
export { verdictOf } from "./verdict.ts";
export { windowPlots } from "./window-plots.ts";
