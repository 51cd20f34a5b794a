/** Runs that are there already, side by side: of one task, or of two folders. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { isFinishedRun } from "@encdec/core/persistence";
import { compareSegments, type RunDifference } from "./compare-segments.ts";
import type { ScoredRun } from "./compare-tasks.ts";
import { TASK_NAMES, type TaskName } from "./config.ts";
import { differingSettings } from "./differing-settings.ts";
import { evaluateRun } from "./evaluate-run.ts";
import { readCurve } from "./read-curve.ts";
import { settingsOfRun, taskOfRun } from "./stored-run.ts";

/** A run beside the one that it is compared with. */
export interface ComparedRun extends ScoredRun {
  /** Settings in which the runs differ, by path, as JSON. */
  readonly settings: { readonly [path: string]: string };
  /** Nothing for the run that the others are compared with, and where fewer than two held-out examples are shared. */
  readonly difference?: RunDifference | undefined;
}

/** Runs of one task; the others are compared with the first. */
export type ComparedRuns = readonly [ComparedRun, ...ComparedRun[]];

/** Options of {@link compareRuns} and {@link compareFolders}. */
export interface CompareRunsOptions {
  /** Folder in which logs are kept. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onScoring?: ((run: string) => void) | undefined;
}

/**
 * Scores finished runs of one task and compares all with the first.
 *
 * @throws {RangeError} If there are fewer than two runs, one comes twice, or they are of different tasks.
 * @throws {Error} If a run is missing, not finished, or cannot be evaluated.
 */
export async function compareRuns(
  runs: readonly string[],
  options: CompareRunsOptions,
): Promise<ComparedRuns> {
  if (runs.length < 2) {
    throw new RangeError(`Cannot compare runs: at least two are needed, got ${runs.length}`);
  }
  const twice = runs.find((run, index) => runs.indexOf(run) < index);
  if (twice !== undefined) {
    throw new RangeError(`Cannot compare runs: each may be named once, got ${twice} twice`);
  }
  const tasks = await Promise.all(runs.map((run) => taskOfRun(run, TASK_NAMES)));
  const [task] = tasks as [TaskName];
  const other = tasks.findIndex((name) => name !== task);
  if (other > 0) {
    throw new RangeError(
      `Cannot compare runs: all must be of one task, got ${runs[0]} of ${task} and ${runs[other]} of ${tasks[other]}`,
    );
  }
  const settings = differingSettings(
    await Promise.all(runs.map((run) => settingsOfRun(run, task))),
  );
  const scored: ComparedRun[] = [];
  for (const [index, run] of runs.entries()) {
    const found = await scoreRun(run, { ...options, task });
    const [first] = scored;
    scored.push({
      ...found,
      settings: settings[index] ?? {},
      difference: first && compareSegments(first.evaluation, found.evaluation),
    });
  }
  return scored as [ComparedRun, ...ComparedRun[]];
}

/**
 * Compares the runs of two folders, task by task.
 *
 * @returns Of each task that both have a finished run of: that of `baseline`, then that of `folder`.
 * @throws {Error} If there is no such task.
 */
export async function compareFolders(
  folders: { readonly baseline: string; readonly system: string },
  options: CompareRunsOptions,
): Promise<ComparedRuns[]> {
  const { baseline, system } = folders;
  const shared = TASK_NAMES.filter((task) =>
    [baseline, system].every((folder) => isFinishedRun(join(folder, task))),
  );
  if (shared.length === 0) {
    throw new Error(
      `Cannot compare folders: both must hold a finished run of one of ${TASK_NAMES.join(", ")}, got ${baseline} and ${system}`,
    );
  }
  const found: ComparedRuns[] = [];
  for (const task of shared) {
    found.push(await compareRuns([join(baseline, task), join(system, task)], options));
  }
  return found;
}

async function scoreRun(
  run: string,
  options: CompareRunsOptions & { readonly task: TaskName },
): Promise<ScoredRun> {
  const { task, folder, signal, onScoring = () => {} } = options;
  if (!isFinishedRun(run)) {
    throw new Error(
      `Cannot compare ${run}: its training must be finished, got one that was interrupted; go on with npm run ${task} -- train --resume --run ${run}`,
    );
  }
  const evaluation = await evaluateRun(run, {
    task,
    onScoring: () => onScoring(run),
    signal,
    threads: availableParallelism(),
    log: join(folder, "logs", "evaluation.log"),
  });
  return { task, run, evaluation, curve: await readCurve(run) };
}
