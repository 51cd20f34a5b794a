/** What is in a run's folder already. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  checkSameSettings,
  folderSource,
  isFinishedRun,
  RUN_FILES,
  readRunConfig,
} from "@encdec/core/persistence";
import { appPreset, type PresetName, type TaskName } from "./config.ts";
import { loadTask } from "./load-task.ts";

/** Settings that the data decides where a preset leaves them open. */
const CHOSEN_BY_DATA = ["text.documentLength", "text.summaryLength", "text.capitalize"];

/** How far the training of a run has come. */
export type RunProgress = "absent" | "unfinished" | "finished";

/** The settings of a run, without what it was made with. */
export async function settingsOfRun(run: string, task: TaskName): Promise<object> {
  const { dataFingerprint, checksums, madeWith, ...settings } = await readRunConfig(
    folderSource(run),
    { task, parse: (config) => config as { readonly [key: string]: unknown } },
  );
  return settings;
}

/** The task of the run in a folder. @throws {Error} If there is no run, or one of no task of these. */
export async function taskOfRun(run: string, tasks: readonly TaskName[]): Promise<TaskName> {
  const text = await folderSource(run).read(RUN_FILES.config);
  if (text === undefined) {
    throw new Error(
      `Cannot load the run ${run}: ${RUN_FILES.config} is missing; train one first, or name its folder`,
    );
  }
  const { task } = JSON.parse(new TextDecoder().decode(text)) as { readonly task?: unknown };
  const known = tasks.find((name) => name === task);
  if (known === undefined) {
    throw new Error(
      `Cannot load the run ${run}: its task must be one of ${tasks.join(", ")}, got ${JSON.stringify(task)}`,
    );
  }
  return known;
}

/**
 * Tells whether the run of a task must be trained, or trained on.
 *
 * @throws {Error} If the folder holds a run with other settings than the preset's.
 */
export async function storedRun(
  run: string,
  { task, preset }: { readonly task: TaskName; readonly preset: PresetName },
): Promise<RunProgress> {
  if (!existsSync(join(run, RUN_FILES.config))) return "absent";
  const stored = await settingsOfRun(run, task);
  const { presets } = await loadTask(task);
  try {
    checkSameSettings(presets[appPreset(task, preset)] ?? {}, stored, {
      run,
      free: CHOSEN_BY_DATA,
    });
  } catch (error) {
    const [, difference = ""] = /: (.*) must be as before/.exec((error as Error).message) ?? [];
    throw new Error(
      `Cannot use ${run}: its settings must be those of preset ${preset}, got another ${difference}; --overwrite trains it anew, --runs names another folder`,
      { cause: error },
    );
  }
  return isFinishedRun(run) ? "finished" : "unfinished";
}
