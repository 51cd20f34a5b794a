/** Phrase translation with an LSTM encoder-decoder that reads the source in reverse. */

export {
  type CleaningReport,
  type CleaningRules,
  type CleanPairsOptions,
  cleanPairs,
} from "./clean-pairs.ts";
export { type CompareRunsOptions, compareRuns, type RunComparison } from "./compare-runs.ts";
export {
  type PresetName,
  presets,
  type RunConfig,
  type TranslateConfig,
  translateSchema,
} from "./config.ts";
export {
  type DataConfig,
  loadData,
  loadTestPairs,
  type Origin,
  type Pair,
  type TranslationData,
} from "./data.ts";
export {
  type Alternative,
  type TranslateOptions,
  type Translation,
  Translator,
} from "./decode.ts";
export { type EncodedSource, PhraseEncoder } from "./encode.ts";
export {
  type EvaluateOptions,
  type Evaluation,
  type Example,
  evaluate,
  type LengthScores,
} from "./evaluate.ts";
export { type MapPhrasesOptions, mapPhrases, type PhraseMap } from "./phrase-map.ts";
export {
  type PhrasePairScore,
  type RankedPhrasePair,
  rankTargets,
  scorePhrasePairs,
} from "./phrase-scores.ts";
export { type Neighbour, type NeighboursOptions, PhraseSpace } from "./phrase-space.ts";
export { encodePhrases, type PhraseWorkOptions } from "./phrase-vectors.ts";
export { scoreRun } from "./run-evaluation.ts";
export type { Measure, Scores } from "./scores.ts";
export { type TrainedTranslator, type TrainTranslatorOptions, trainTranslator } from "./train.ts";
export type { UnknownWords } from "./unknown-words.ts";
