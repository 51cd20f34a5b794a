/** Encoder-decoder recurrent networks and the data utilities around them. */

export {
  type AdditiveAttentionOptions,
  type AttentionResult,
  additiveAttention,
  type DotAttentionOptions,
  dotAttention,
} from "./backend/attention.ts";
export { type DropoutOptions, dropout, dropoutMask, type SeedSource } from "./backend/dropout.ts";
export {
  describeEngine,
  type Engine,
  type EngineName,
  type LoadEngineOptions,
  loadEngine,
} from "./backend/engine.ts";
export { type GatherEmbeddingsOptions, gatherEmbeddings } from "./backend/gather-embeddings.ts";
export { gru } from "./backend/gru.ts";
export { layerNormLstm } from "./backend/layer-norm-lstm.ts";
export { linear } from "./backend/linear.ts";
export { linearCrossEntropy, linearSquaredError } from "./backend/linear-loss.ts";
export type {
  LinearCrossEntropyOptions,
  LinearLossOptions,
  LinearOptions,
  LinearSquaredErrorOptions,
} from "./backend/linear-loss-options.ts";
export { type LinearTopK, type LinearTopKOptions, linearTopK } from "./backend/linear-top-k.ts";
export { lstm } from "./backend/lstm.ts";
export type { OptimizerRule, OptimizerStepOptions } from "./backend/optimizer-options.ts";
export { optimizerStep } from "./backend/optimizer-step.ts";
export { packKernel, packRecurrentKernel } from "./backend/packed-weights.ts";
export type {
  GruOptions,
  GruResult,
  LayerNormLstmOptions,
  LstmOptions,
  LstmResult,
  PackedCell,
  PackedWeights,
  Precision,
} from "./backend/recurrent-options.ts";
export { tf } from "./backend/tf.ts";
export { type CurriculumStageOptions, curriculumStage } from "./data/curriculum.ts";
export { type LengthBucketsOptions, lengthBuckets } from "./data/length-buckets.ts";
export { mapInLengthOrder } from "./data/length-order.ts";
export { type PaddedSequences, type PadOptions, padSequences } from "./data/padding.ts";
export { type IdPair, type PairBatch, padPairs, pairTensors } from "./data/pair-batch.ts";
export { Random } from "./data/random.ts";
export { type Shard, shardOf } from "./data/shard-of.ts";
export { type ShuffleBufferOptions, shuffleBuffer } from "./data/shuffle-buffer.ts";
export { type Split, type SplitOptions, splitByKey } from "./data/split.ts";
export { type SplitBesideOptions, splitBeside } from "./data/split-beside.ts";
export { type StreamBatchesOptions, streamBatches } from "./data/stream-batches.ts";
export { type TokenTensors, tokenTensors } from "./data/token-tensors.ts";
export { type BeamDiversity, type BeamSearchOptions, beamSearch } from "./decoding/beam-search.ts";
export type { Stopping } from "./decoding/beam-settings.ts";
export { coveragePenaltyOf } from "./decoding/coverage-penalty.ts";
export { type EnsembleAverage, ensembleStep } from "./decoding/ensemble.ts";
export { type GreedySearchOptions, greedySearch } from "./decoding/greedy-search.ts";
export type { Hypothesis } from "./decoding/hypothesis.ts";
export {
  type LengthPenalty,
  type LengthPenaltyKind,
  lengthPenaltyOf,
} from "./decoding/length-penalty.ts";
export { type ReplaceUnknownOptions, replaceUnknown } from "./decoding/replace-unknown.ts";
export { type RollOutOptions, rollOut } from "./decoding/roll-out.ts";
export type { RowSearchOptions } from "./decoding/row-search.ts";
export {
  type SampleSearchOptions,
  type SamplingOptions,
  sampleSearch,
} from "./decoding/sample-search.ts";
export {
  type ReferenceScore,
  type ScoreReferencesOptions,
  scoreReferences,
} from "./decoding/score-references.ts";
export type { SearchStart, StepFunction, StepResult } from "./decoding/step.ts";
export type { TokenRules } from "./decoding/token-rules.ts";
export * from "./metrics/index.ts";
export {
  completeEncoderDecoderConfig,
  completePointerNetworkConfig,
  completeRepeatVectorConfig,
} from "./model/complete-config.ts";
export type {
  AttentionConfig,
  BridgeName,
  CellName,
  Complete,
  CompleteEncoderDecoderConfig,
  CopyConfig,
  DecoderConfig,
  Direction,
  DropoutRates,
  EncoderConfig,
  EncoderDecoderConfig,
  InitializationConfig,
  PointerNetworkConfig,
  RepeatVectorConfig,
  RepeatVectorTarget,
  SequenceConfig,
  StackConfig,
  TiedEmbeddings,
} from "./model/config.ts";
export {
  attentionSchema,
  copySchema,
  decoderSchema,
  encoderDecoderSchema,
  encoderSchema,
  initializationSchema,
  pointerNetworkSchema,
  repeatVectorSchema,
  sequenceSchema,
  stackSchema,
} from "./model/config-schema.ts";
export type { DecoderStart, FeedBack, LossOptions, PackedDecoder } from "./model/decoder.ts";
export type { DecoderMemory, DecoderStates } from "./model/decoder-states.ts";
export type { EncoderRunOptions, Encoding, TrainingOptions } from "./model/encoder.ts";
export {
  EncoderDecoder,
  type SequencePair,
  type SourceSequences,
  type TokenStep,
  type VectorStep,
} from "./model/encoder-decoder.ts";
export type { UniformSource } from "./model/initializers.ts";
export type { Sequences, TokenSequences, VectorSequences } from "./model/input-layer.ts";
export { type NextTokens, softmaxTokens, type TopTokens } from "./model/next-tokens.ts";
export { bahdanau2015 } from "./model/papers/bahdanau-2015.ts";
export { cho2014 } from "./model/papers/cho-2014.ts";
export { type KerasAdditionOptions, kerasAddition } from "./model/papers/keras-addition.ts";
export { type Luong2015Options, luong2015 } from "./model/papers/luong-2015.ts";
export type { PaperOptions, TranslationPaperOptions } from "./model/papers/paper-options.ts";
export { sutskever2014 } from "./model/papers/sutskever-2014.ts";
export { type Vinyals2015Options, vinyals2015 } from "./model/papers/vinyals-2015.ts";
export {
  type ZarembaSutskever2015Options,
  zarembaSutskever2015,
} from "./model/papers/zaremba-sutskever-2015.ts";
export { Parameters, type WeightValues } from "./model/parameters.ts";
export type { PointerMemory } from "./model/pointer.ts";
export {
  PointerNetwork,
  type PointerPair,
  type PointerStates,
  type PointerStep,
} from "./model/pointer-network.ts";
export type { PackedLayer, RecurrentState } from "./model/recurrent-stack.ts";
export { RepeatVectorModel, type RepeatVectorPair } from "./model/repeat-vector.ts";
export type { LayerDescription, LayerSummary, ModelSummary } from "./model/summary.ts";
export * from "./series/index.ts";
export {
  BytePairEncoding,
  type LearnBytePairsOptions,
  type PieceDropout,
} from "./text/byte-pair-encoding.ts";
export type { Merge } from "./text/byte-pair-learning.ts";
export {
  type CopiedWords,
  copiedWords,
  decodeCopied,
  encodeCopied,
} from "./text/copied-words.ts";
export { type NormalizeOptions, normalize } from "./text/normalize.ts";
export { SentenceCase } from "./text/sentence-case.ts";
export {
  type CodecFiles,
  type CodecTexts,
  TextCodec,
  type TextCodecSettings,
} from "./text/text-codec.ts";
export {
  createTokenizer,
  type Tokenizer,
  type TokenizerOptions,
  type WordOptions,
} from "./text/tokenizer.ts";
export {
  END_ID,
  PAD_ID,
  START_ID,
  UNKNOWN_ID,
  Vocabulary,
} from "./text/vocabulary.ts";
export { averageWeights } from "./training/average-weights.ts";
export { BrokenTrainingError } from "./training/broken-training.ts";
export {
  type ForecastLossOptions,
  type GaussianLossOptions,
  gaussianLoss,
  type QuantileLossOptions,
  quantileLoss,
  type RegressionLossOptions,
  regressionLoss,
  type StudentTLossOptions,
  studentTLoss,
} from "./training/forecast-losses.ts";
export {
  type InspectionOptions,
  inspectTraining,
  type LayerInspection,
  type TrainingInspection,
  type WeightInspection,
} from "./training/inspection.ts";
export { meanLoss } from "./training/mean-loss.ts";
export type { NamedVariables } from "./training/named-variables.ts";
export { Optimizer, type OptimizerOptions, type OptimizerReport } from "./training/optimizer.ts";
export { type PlateauOptions, plateauSchedule } from "./training/plateau-schedule.ts";
export {
  type EarlyStopping,
  type MetricChoice,
  type TrainingReport,
  trainingTime,
} from "./training/reports.ts";
export {
  constantSchedule,
  exponentialSchedule,
  type NoamOptions,
  noamSchedule,
  type Schedule,
  type ScheduleMoment,
  stepSchedule,
  type WarmupCosineOptions,
  warmupCosineSchedule,
} from "./training/schedules.ts";
export { type TargetOptions, targetSchedule } from "./training/target-schedule.ts";
export { train } from "./training/train.ts";
export type {
  Batches,
  EpochStart,
  Metrics,
  OnBroken,
  StepGradients,
  StepProgress,
  StopReason,
  TrainingCallback,
  TrainOptions,
  TrainResult,
} from "./training/train-options.ts";
export {
  memoryStore,
  type TrainingPosition,
  type TrainingState,
  type TrainingStore,
} from "./training/training-store.ts";
