/** Saving and loading: needs Node.js. */
export { checksum } from "./checksum.ts";
export type { ImportOptions, LayerNames, NamedWeights } from "./foreign-weights.ts";
export { decodeHdf5 } from "./hdf5.ts";
export { exportKerasWeights, importKerasWeights } from "./keras-weights.ts";
export { exportPyTorchWeights, importPyTorchWeights } from "./pytorch-weights.ts";
export { type ReadAheadOptions, readAhead } from "./read-ahead.ts";
export { isFinishedRun, prepareRunFolder, RUN_FILES } from "./run-folder.ts";
export {
  folderSource,
  type RunSource,
  readRunConfig,
  readRunVocabulary,
  readRunWeights,
} from "./run-reader.ts";
export { RunStore, type SavedState } from "./run-store.ts";
export { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
export { checkSameSettings } from "./same-settings.ts";
export { streamLines } from "./stream-lines.ts";
export { TensorboardWriter } from "./tensorboard.ts";
export { readLines } from "./text-lines.ts";
export { readWeightFile } from "./weight-file.ts";
export { writeFile } from "./write-file.ts";
