/** What is compared: tasks, presets, and the folders of runs. */
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/** The tasks, named like their apps; in the order of the table. */
export const TASK_NAMES = ["translate", "summarize", "forecast", "learn-to-execute"] as const;

/** A task, named like its app. */
export type TaskName = (typeof TASK_NAMES)[number];

/** Presets of a comparison: those that every app has, and `quick`. */
export const PRESET_NAMES = ["tiny", "quick", "small", "full"] as const;

/** Names of the presets. */
export type PresetName = (typeof PRESET_NAMES)[number];

/** Its runs are where the apps' commands look for theirs. */
export const DEFAULT_PRESET: PresetName = "quick";

/** The preset of an app: `quick` is its default, or a smaller one where that takes more than two minutes. */
export function appPreset(task: TaskName, preset: PresetName): string {
  return preset === "quick" && task !== "learn-to-execute" ? "small" : preset;
}

/** Tasks that are trained at once: two trainings of one thread make more of two cores than one of two. */
export const DEFAULT_JOBS: number = Math.min(2, availableParallelism());

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
