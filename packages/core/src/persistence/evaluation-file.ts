/** What was found out about a run, kept in its folder as long as it is the same run. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunEvaluation } from "./run-evaluation.ts";
import { RUN_FILES } from "./run-folder.ts";
import { writeFile } from "./write-file.ts";

/** Changes with the shape of evaluations and with how they are made: older ones count for nothing. */
const SHAPE = 1;

/** What the file holds. */
interface KeptEvaluation {
  readonly shape: number;
  /** SHA-256 of the settings and the weights that were scored. */
  readonly sha256: string;
  readonly evaluation: RunEvaluation;
}

/**
 * Keeps the evaluation of a run in its folder.
 *
 * @throws {Error} If the run's settings or weights cannot be read.
 */
export async function saveRunEvaluation(folder: string, evaluation: RunEvaluation): Promise<void> {
  const kept: KeptEvaluation = { shape: SHAPE, sha256: await checksumOf(folder), evaluation };
  await writeFile(join(folder, RUN_FILES.evaluation), `${JSON.stringify(kept)}\n`);
}

/**
 * The evaluation that a run's folder holds; nothing where there is none, it is damaged, or it is of other settings or weights.
 *
 * @throws {Error} If the run's settings or weights cannot be read.
 */
export async function readRunEvaluation(folder: string): Promise<RunEvaluation | undefined> {
  const sha256 = await checksumOf(folder);
  const text = await readFile(join(folder, RUN_FILES.evaluation), "utf8").catch(() => "");
  const kept = parsed(text);
  return kept?.shape === SHAPE && kept.sha256 === sha256 ? kept.evaluation : undefined;
}

function parsed(text: string): KeptEvaluation | undefined {
  try {
    return JSON.parse(text) as KeptEvaluation;
  } catch {
    return undefined;
  }
}

async function checksumOf(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const name of [RUN_FILES.config, RUN_FILES.model]) {
    try {
      hash.update(await readFile(join(folder, name)));
    } catch (error) {
      throw new Error(
        `Cannot evaluate ${folder}: ${name} cannot be read (${(error as Error).message})`,
      );
    }
  }
  return hash.digest("hex");
}
