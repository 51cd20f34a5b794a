/** Encoder-decoder recurrent networks and the data utilities around them. */

export { type DropoutOptions, dropout } from "./backend/dropout.ts";
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
  PackedWeights,
  Precision,
} from "./backend/recurrent-options.ts";
export { tf } from "./backend/tf.ts";
export { type LengthBucketsOptions, lengthBuckets } from "./data/length-buckets.ts";
export { type PaddedSequences, type PadOptions, padSequences } from "./data/padding.ts";
export { Random } from "./data/random.ts";
export { type Split, type SplitOptions, splitByKey } from "./data/split.ts";
export { type TokenTensors, tokenTensors } from "./data/token-tensors.ts";
export {
  type GreedySearchOptions,
  greedySearch,
  type Hypothesis,
  type StepResult,
} from "./decoding/greedy-search.ts";
export { exactMatch, tokenAccuracy } from "./metrics/accuracy.ts";
export { type BleuOptions, type BleuResult, bleu } from "./metrics/bleu.ts";
export { type ChrfOptions, type ChrfResult, chrf } from "./metrics/chrf.ts";
export { editDistance } from "./metrics/edit-distance.ts";
export { nearestTokens } from "./metrics/nearest.ts";
export type { References } from "./metrics/segments.ts";
export type { PackedDecoder } from "./model/decoder.ts";
export type { TrainingOptions } from "./model/encoder.ts";
export {
  EncoderDecoder,
  type EncoderDecoderConfig,
  type SequencePair,
} from "./model/encoder-decoder.ts";
export type { LstmState, PackedLayer } from "./model/lstm-stack.ts";
export { Parameters, type WeightValues } from "./model/parameters.ts";
export { type NormalizeOptions, normalize } from "./text/normalize.ts";
export { createTokenizer, type Tokenizer, type TokenizerOptions } from "./text/tokenizer.ts";
export {
  END_ID,
  PAD_ID,
  START_ID,
  UNKNOWN_ID,
  Vocabulary,
} from "./text/vocabulary.ts";
export { Adam, type AdamOptions } from "./training/adam.ts";
export {
  type EpochMetrics,
  type StepProgress,
  type StopReason,
  type TrainOptions,
  type TrainResult,
  train,
} from "./training/train.ts";
