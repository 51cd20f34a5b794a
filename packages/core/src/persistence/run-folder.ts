/** The folder of one training run: everything that rebuilds its pipeline. */
import { existsSync } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** File names inside a run folder. */
export const RUN_FILES = {
  /** All settings: task, data preparation, model, training, seed, versions. */
  config: "config.json",
  /** The best weights. */
  model: "model.safetensors",
  sourceVocabulary: "vocabulary.source.txt",
  targetVocabulary: "vocabulary.target.txt",
  /** One line an epoch. */
  metrics: "metrics.jsonl",
  /** The model card, written last: a run that has one is finished. */
  card: "README.md",
} as const;

/**
 * Makes sure that a new run may be written to `folder`.
 *
 * @param options.overwrite Removes the files of the run that is there.
 * @throws {Error} If the folder holds a run and `overwrite` is not set, holds anything that is not a
 *   run's, or is a file.
 */
export async function prepareRunFolder(
  folder: string,
  options: { readonly overwrite?: boolean } = {},
): Promise<void> {
  if (!existsSync(folder)) return;
  if (!(await stat(folder)).isDirectory()) {
    throw new Error(`Cannot write the run: the folder's name is taken by a file, got ${folder}`);
  }
  const known = new Set<string>(Object.values(RUN_FILES));
  const present = await readdir(folder);
  const foreign = present.find((name) => !known.has(name));
  if (foreign !== undefined) {
    throw new Error(
      `Cannot write the run: ${folder} holds something that is not a run's, got "${foreign}"; choose another folder with --run`,
    );
  }
  if (present.length > 0 && !options.overwrite) {
    throw new Error(
      `Cannot write the run: ${folder} already holds one; choose another folder with --run, or replace it with --overwrite`,
    );
  }
  await Promise.all(present.map((name) => rm(join(folder, name))));
}

/** True when the run in `folder` was trained to its end. */
export function isFinishedRun(folder: string): boolean {
  return existsSync(join(folder, RUN_FILES.card));
}
