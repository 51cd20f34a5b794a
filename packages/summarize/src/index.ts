/** Text summarization with an LSTM encoder-decoder that can copy words. */
export {
  type Baseline,
  type BaselineName,
  type BaselineOptions,
  makeBaselines,
} from "./baselines.ts";
export { type Batch, type BatchOptions, makeBatches } from "./batches.ts";
export { type CleaningReport, cleanExamples } from "./clean-examples.ts";
export {
  type PresetName,
  presets,
  type RunConfig,
  type SummarizeConfig,
  summarizeSchema,
  type WordVectorSettings,
} from "./config.ts";
export {
  type DataConfig,
  type DocumentGroup,
  type Example,
  groupByDocument,
  loadData,
  loadTestExamples,
  type Origin,
  type SummaryData,
} from "./data.ts";
export { type SummarizeOptions, Summarizer, type Summary } from "./decode.ts";
export type { FieldNames } from "./document-files.ts";
export {
  type EncodedDocument,
  type EncodedExample,
  type FixedText,
  SummaryEncoder,
} from "./encode.ts";
export {
  type EvaluatedExample,
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  type SystemName,
} from "./evaluate.ts";
export {
  chooseLength,
  describeLengths,
  type FixedLengthCost,
  fixedLengthCost,
  type LengthDistribution,
} from "./lengths.ts";
export type { SummaryModel } from "./model.ts";
export type { WordOrigin } from "./origins.ts";
export { plainLines, stripMarkdown } from "./plain-text.ts";
export { scoreRun } from "./run-evaluation.ts";
export type { Character, Measure, Scores } from "./scores.ts";
export { firstSentence, sentencesOf } from "./sentences.ts";
export { type TrainedSummarizer, type TrainSummarizerOptions, trainSummarizer } from "./train.ts";
