/** Evaluations of runs: their trainings leave them, or they are made anew. */
import { type RunEvaluation, readRunEvaluation } from "@encdec/core/persistence";
import { type ChildOptions, evaluationProgram, runChild } from "./child-process.ts";
import type { TaskName } from "./config.ts";

/** Options of {@link evaluateRun}. */
export interface EvaluateRunOptions extends ChildOptions {
  readonly task: TaskName;
  /** Hears that the run is scored; not of one that has its evaluation. */
  readonly onScoring: () => void;
}

/**
 * What was found out about a run. Where its folder does not hold that for these weights and settings, it is scored in a process of its
 * own, and keeps what comes of it.
 *
 * @throws {Error} If the run cannot be evaluated.
 */
export async function evaluateRun(
  run: string,
  { task, onScoring, ...child }: EvaluateRunOptions,
): Promise<RunEvaluation> {
  const kept = await readRunEvaluation(run);
  if (kept !== undefined) return kept;
  onScoring();
  await runChild(evaluationProgram(), ["evaluate", task, run], child);
  const made = await readRunEvaluation(run);
  if (made === undefined) {
    throw new Error(`Cannot evaluate ${run}: its files must stay as they are, got other ones`);
  }
  return made;
}
