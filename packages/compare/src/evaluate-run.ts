/** Evaluations of runs, each made once. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { RUN_FILES } from "@encdec/core/persistence";
import { type ChildOptions, evaluationProgram, runChild } from "./child-process.ts";
import { type TaskName, VERSION } from "./config.ts";
import type { RunEvaluation } from "./run-evaluation.ts";

/** Changes with the shape of evaluations and with how they are made: older ones are made anew. */
const SHAPE = 1;

/** Options of {@link evaluateRun}. */
export interface EvaluateRunOptions extends ChildOptions {
  readonly task: TaskName;
  /** Folder where evaluations are kept. */
  readonly cache: string;
}

/**
 * The scores of a run on its held-out examples: made in a process of its own, and kept as long as weights and settings are the same.
 *
 * @throws {Error} If the run cannot be evaluated.
 */
export async function evaluateRun(
  run: string,
  { task, cache, ...child }: EvaluateRunOptions,
): Promise<RunEvaluation> {
  const file = join(cache, `${await keyOf(run)}.json`);
  const kept = await readEvaluation(file);
  if (kept !== undefined) return kept;
  await runChild(evaluationProgram(), ["evaluate", task, run, file], child);
  return JSON.parse(await readFile(file, "utf8")) as RunEvaluation;
}

async function readEvaluation(file: string): Promise<RunEvaluation | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as RunEvaluation);
}

async function keyOf(run: string): Promise<string> {
  const hash = createHash("sha256").update(`${SHAPE} ${VERSION}`);
  for (const name of [RUN_FILES.config, RUN_FILES.model]) {
    try {
      hash.update(await readFile(join(run, name)));
    } catch (error) {
      throw new Error(
        `Cannot evaluate ${run}: ${name} cannot be read (${(error as Error).message})`,
      );
    }
  }
  return hash.digest("hex").slice(0, 16);
}
