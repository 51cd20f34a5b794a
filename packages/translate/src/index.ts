/** Phrase translation with an LSTM encoder-decoder that reads the source in reverse. */
export {
  type PresetName,
  presets,
  type RunConfig,
  type TranslateConfig,
  translateSchema,
} from "./config.ts";
export { loadData, loadTestPairs, type Origin, type Pair, type TranslationData } from "./data.ts";
export { type TranslateOptions, type Translation, Translator } from "./decode.ts";
export { type Evaluation, type Example, evaluate, type Scores } from "./evaluate.ts";
export { type TrainedTranslator, type TrainTranslatorOptions, trainTranslator } from "./train.ts";
