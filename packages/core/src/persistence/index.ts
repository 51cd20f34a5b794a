/** Saving and loading: needs Node.js. */
export { checksum } from "./checksum.ts";
export { isFinishedRun, prepareRunFolder, RUN_FILES } from "./run-folder.ts";
export {
  folderSource,
  type RunSource,
  readRunConfig,
  readRunVocabulary,
  readRunWeights,
} from "./run-reader.ts";
export { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
export { readLines } from "./text-lines.ts";
export { writeFile } from "./write-file.ts";
