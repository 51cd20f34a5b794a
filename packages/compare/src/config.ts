/** What is compared: tasks, presets, and the folders of runs. */
import { createRequire } from "node:module";
import { join } from "node:path";

/** The tasks, named like their apps; in the order of the table. */
export const TASK_NAMES = ["translate", "summarize", "forecast", "learn-to-execute"] as const;

/** A task, named like its app. */
export type TaskName = (typeof TASK_NAMES)[number];

/** Presets that every app has. */
export const PRESET_NAMES = ["tiny", "small", "full"] as const;

/** Names of the presets. */
export type PresetName = (typeof PRESET_NAMES)[number];

/** The preset of the apps' own default: its runs are where the apps' commands look for them. */
export const DEFAULT_PRESET: PresetName = "small";

/** Which runs a comparison of tasks is made of. */
export interface CompareConfig {
  readonly preset: PresetName;
  /** Folder with a run for each task, by the task's name, and `compare` for what comes of them. */
  readonly runs: string;
  readonly tasks: readonly TaskName[];
  /** Tasks that are trained at once. */
  readonly jobs: number;
  /** Trains anew, whatever is there. */
  readonly overwrite: boolean;
}

/** Where the runs of a preset are unless another folder is named. */
export function runsFolder(preset: PresetName): string {
  return preset === DEFAULT_PRESET ? "runs" : join("runs", preset);
}

/** Folder of reports, logs and evaluations beside the runs. */
export function comparisonFolder(runs: string): string {
  return join(runs, "compare");
}

/** Version of this package. */
export const VERSION: string = createRequire(import.meta.url)("../package.json").version;
