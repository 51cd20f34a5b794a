/** The folder of one training run: everything that rebuilds its pipeline. */
import { existsSync } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeFile } from "./write-file.ts";

/** File names inside a run folder. */
export const RUN_FILES = {
  /** All settings: task, data preparation, model, training, seed, versions. */
  config: "config.json",
  /** The best weights. */
  model: "model.safetensors",
  sourceVocabulary: "vocabulary.source.txt",
  targetVocabulary: "vocabulary.target.txt",
  /** Merges of byte-pair encodings. */
  sourceMerges: "merges.source.txt",
  targetMerges: "merges.target.txt",
  /** Words that keep their capital at the beginning of a sentence. */
  sourceCapitals: "capitals.source.txt",
  targetCapitals: "capitals.target.txt",
  /** How series are scaled. */
  scaler: "scaler.json",
  /** How wide prediction intervals are, from the validation rows; written after training. */
  calibration: "calibration.json",
  /** One line a report: an epoch, or a number of steps. */
  metrics: "metrics.jsonl",
  /** Folder of the newest states, from which training is resumed. */
  state: "state",
  /** Folder of the weights of the last and the best reports. */
  checkpoints: "checkpoints",
  /** Scores and examples of the held-out data; written after training. */
  evaluation: "evaluation.json",
  /** The model card, written last: a run that has one is finished. */
  card: "README.md",
} as const;

/**
 * Makes sure that a new run may be written to `folder`.
 *
 * @param options.overwrite Removes the files of the run that is there.
 * @param options.resume Keeps them, but for what a kill left half written; there must be a run.
 * @throws {Error} If the folder holds a run and neither is set, holds anything that is not a run's, is
 *   a file, or holds nothing to resume.
 */
export async function prepareRunFolder(
  folder: string,
  options: { readonly overwrite?: boolean; readonly resume?: boolean } = {},
): Promise<void> {
  if (options.resume && !existsSync(join(folder, RUN_FILES.config))) {
    throw new Error(
      `Cannot resume: ${folder} holds no run with ${RUN_FILES.config}; train one without --resume`,
    );
  }
  if (!existsSync(folder)) return;
  if (!(await stat(folder)).isDirectory()) {
    throw new Error(`Cannot write the run: the folder's name is taken by a file, got ${folder}`);
  }
  const present = await readdir(folder);
  const foreign = present.find((name) => !isOfRun(name));
  if (foreign !== undefined) {
    throw new Error(
      `Cannot write the run: ${folder} holds something that is not a run's, got "${foreign}"; choose another folder with --run`,
    );
  }
  if (present.length > 0 && !options.overwrite && !options.resume) {
    throw new Error(
      `Cannot write the run: ${folder} already holds one; continue it with --resume, choose another folder with --run, or replace it with --overwrite`,
    );
  }
  const unwanted = options.resume ? present.filter(isLeftover) : present;
  await Promise.all(unwanted.map((name) => rm(join(folder, name), { recursive: true })));
}

/** Writes the model card, in Markdown: the run is finished then. */
export async function finishRun(folder: string, card: string): Promise<void> {
  await writeFile(join(folder, RUN_FILES.card), card);
}

/** True when the run in `folder` was trained to its end. */
export function isFinishedRun(folder: string): boolean {
  return existsSync(join(folder, RUN_FILES.card));
}

function isOfRun(name: string): boolean {
  const known: readonly string[] = Object.values(RUN_FILES);
  return known.includes(isLeftover(name) ? name.replace(/\.\d+$/, "") : name);
}

/** A file under its temporary name: the process was killed while it wrote. */
function isLeftover(name: string): boolean {
  return /\.\d+$/.test(name);
}
