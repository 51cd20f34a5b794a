/** Saving and loading: needs Node.js. */
export { dataCacheFolder, ensureFolder } from "./cached-folder.ts";
export { checksum } from "./checksum.ts";
export { controlStanzas } from "./control-stanzas.ts";
export {
  descriptionLists,
  type PrivateApt,
  packageNames,
  unpackPackage,
  updateLists,
} from "./debian-packages.ts";
export { readRunEvaluation, saveRunEvaluation } from "./evaluation-file.ts";
export type { ImportOptions, LayerNames, NamedWeights } from "./foreign-weights.ts";
export { decodeHdf5 } from "./hdf5.ts";
export { exportKerasWeights, importKerasWeights } from "./keras-weights.ts";
export {
  type OpenRunOptions,
  openRun,
  type RunRecord,
  readRunSettings,
  runRecord,
} from "./open-run.ts";
export { exportPyTorchWeights, importPyTorchWeights } from "./pytorch-weights.ts";
export { type ReadAheadOptions, readAhead } from "./read-ahead.ts";
export { codecRunFiles, readRunCodec } from "./run-codec.ts";
export {
  type ExampleTable,
  type ForecastPicture,
  type Headline,
  headlineOf,
  type MeanSegment,
  type Measure,
  type RunEvaluation,
  type Score,
  type ScoreGrid,
  type Segments,
  type System,
  type TextSegment,
  type TrainingTime,
} from "./run-evaluation.ts";
export { finishRun, isFinishedRun, prepareRunFolder, RUN_FILES } from "./run-folder.ts";
export { readRunModel } from "./run-model.ts";
export {
  folderSource,
  type RunKind,
  type RunSource,
  readRunConfig,
  readRunFile,
  readRunWeights,
} from "./run-reader.ts";
export { RunStore, type SavedState } from "./run-store.ts";
export { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
export { checkSameData } from "./same-data.ts";
export { checkSameSettings } from "./same-settings.ts";
export { streamLines } from "./stream-lines.ts";
export { TensorboardWriter } from "./tensorboard.ts";
export { readLines } from "./text-lines.ts";
export { readWeightFile } from "./weight-file.ts";
export { readWordVectors, type WordVectorOptions, type WordVectors } from "./word-vectors.ts";
export { writeFile } from "./write-file.ts";
