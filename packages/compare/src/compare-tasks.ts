/** Runs of all tasks: trained where they are missing, and scored. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { RunEvaluation } from "@encdec/core/persistence";
import { atMost } from "./at-most.ts";
import { InterruptedError } from "./child-process.ts";
import { type CompareConfig, comparisonFolder, type TaskName } from "./config.ts";
import { evaluateRun } from "./evaluate-run.ts";
import { type CurvePoint, readCurve } from "./read-curve.ts";
import { trainRun } from "./train-run.ts";
import type { TrainingShare } from "./training-share.ts";

/** A run with all that is known of it. */
export interface ScoredRun {
  readonly task: TaskName;
  /** Its folder. */
  readonly run: string;
  readonly evaluation: RunEvaluation;
  readonly curve: readonly CurvePoint[];
}

/** A task that there is no run of. */
export interface FailedTask {
  readonly task: TaskName;
  readonly run: string;
  /** Why: a sentence. */
  readonly problem: string;
  readonly isInterrupted: boolean;
}

/** What became of a task. */
export type TaskResult = ScoredRun | FailedTask;

/** Hears how the tasks go on. */
export interface TaskListener {
  readonly onTraining: (task: TaskName, share: TrainingShare) => void;
  readonly onScoring: (task: TaskName) => void;
  readonly onEnd: (task: TaskName, result: TaskResult) => void;
}

/** Options of {@link compareTasks}. */
export interface CompareTasksOptions extends CompareConfig {
  /** Stops all trainings; they can be trained on. */
  readonly signal: AbortSignal;
  readonly listener: TaskListener;
}

/** Trains and scores the runs of the tasks; one that fails does not keep the others from it. */
export function compareTasks(options: CompareTasksOptions): Promise<TaskResult[]> {
  const { tasks, jobs, listener } = options;
  return atMost(jobs, tasks, async (task) => {
    const result = await resultOf(task, options);
    listener.onEnd(task, result);
    return result;
  });
}

/** True for a task that there is a run of. */
export function isScored(result: TaskResult): result is ScoredRun {
  return "evaluation" in result;
}

async function resultOf(task: TaskName, options: CompareTasksOptions): Promise<TaskResult> {
  const { preset, runs, jobs, overwrite, signal, listener } = options;
  const run = join(runs, task);
  const folder = comparisonFolder(runs);
  const threads = Math.max(1, Math.floor(availableParallelism() / jobs));
  const child = (work: string) => ({
    signal,
    threads,
    log: join(folder, "logs", `${task}-${work}.log`),
  });
  try {
    const onShare = (share: TrainingShare): void => listener.onTraining(task, share);
    await trainRun(run, { task, preset, overwrite, onShare, ...child("training") });
    const onScoring = (): void => listener.onScoring(task);
    const evaluation = await evaluateRun(run, { task, onScoring, ...child("evaluation") });
    return { task, run, evaluation, curve: await readCurve(run) };
  } catch (error) {
    const isInterrupted = error instanceof InterruptedError;
    const problem = isInterrupted ? "interrupted" : (error as Error).message;
    return { task, run, problem, isInterrupted };
  }
}
