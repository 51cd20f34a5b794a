/** The learning curve of a run, from the files of its folder. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { RUN_FILES } from "@encdec/core/persistence";

/** A line of `metrics.jsonl`. */
export interface CurvePoint {
  readonly epoch: number;
  readonly step: number;
  readonly trainingLoss: number;
  readonly validation: { readonly [metric: string]: number };
}

/** A point a report, in order; none for a run that has not begun. */
export async function readCurve(run: string): Promise<CurvePoint[]> {
  const text = await readFile(join(run, RUN_FILES.metrics), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as CurvePoint);
}
