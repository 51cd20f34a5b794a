/** Scores of translations, summaries, answers and forecasts. */
export {
  exactMatch,
  exactMatchStatistics,
  sequenceAccuracy,
  sequenceAccuracyStatistics,
  type TokenLists,
  tokenAccuracy,
  tokenAccuracyStatistics,
} from "./accuracy.ts";
export {
  type BleuOptions,
  type BleuResult,
  bleu,
  bleuStatistics,
  sentenceBleu,
} from "./bleu.ts";
export {
  type ChooseExamplesOptions,
  type ChosenExamples,
  chooseExamples,
  type PickExamplesOptions,
  type PickedExamples,
  pickExamples,
} from "./choose-examples.ts";
export { type ChrfOptions, type ChrfResult, chrf, chrfStatistics } from "./chrf.ts";
export {
  type ConfidenceInterval,
  type ConfidenceIntervalOptions,
  confidenceInterval,
} from "./confidence-interval.ts";
export {
  type CopiedNamesOptions,
  type CopiedNamesTexts,
  copiedNames,
  copiedNamesStatistics,
  namesIn,
} from "./copied-names.ts";
export {
  type CorpusStatistics,
  corpusScore,
  segmentScores,
  selectSegments,
} from "./corpus-statistics.ts";
export { editDistance } from "./edit-distance.ts";
export {
  meanAbsoluteError,
  meanAbsolutePercentageError,
  rootMeanSquaredError,
  symmetricMeanAbsolutePercentageError,
} from "./forecast-errors.ts";
export type { ForecastMeasure, WindowPlace, WindowValues } from "./forecast-measure.ts";
export { type ForecastScore, forecastScore, forecastStatistics } from "./forecast-score.ts";
export { type LengthGroup, lengthGroups } from "./length-groups.ts";
export { lengthRatio, lengthRatioStatistics } from "./length-ratio.ts";
export { meanStatistics } from "./mean-statistics.ts";
export { nearestTokens } from "./nearest.ts";
export { nearestWords } from "./nearest-words.ts";
export {
  type NGramOptions,
  novelNGramStatistics,
  novelNGrams,
  repetitionRate,
  repetitionStatistics,
} from "./novel-n-grams.ts";
export {
  type PairedBootstrapResult,
  type PairedTestResult,
  pairedBootstrap,
  pairedRandomization,
} from "./paired-tests.ts";
export { perplexity, perplexityStatistics } from "./perplexity.ts";
export {
  type IntervalForecasts,
  intervalCoverage,
  pinballLoss,
} from "./quantile-scores.ts";
export { rSquared } from "./r-squared.ts";
export type { ResamplingOptions } from "./resampling.ts";
export { exampleRows, type RightAndWrong, rightAndWrong } from "./right-and-wrong.ts";
export {
  type RougeOptions,
  type RougeScore,
  type RougeStatisticsOptions,
  rouge,
  rougeStatistics,
} from "./rouge.ts";
export type { RougeType } from "./rouge-scorers.ts";
export {
  meanAbsoluteScaledError,
  rootMeanSquaredScaledError,
  type ScaledErrorOptions,
} from "./scaled-errors.ts";
export type { References } from "./segments.ts";
export { shareStatistics } from "./share-statistics.ts";
export {
  compareSystems,
  type ScoreDifference,
  type ScoreInterval,
  type SystemScoreOptions,
  type SystemStatistics,
  scoreIntervals,
} from "./system-scores.ts";
export { type TerOptions, type TerResult, ter, terStatistics } from "./ter.ts";
export { wordErrorRate, wordErrorRateStatistics } from "./word-error-rate.ts";
