/** How a run was trained, from the files of its folder. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { RUN_FILES } from "@encdec/core/persistence";

/** A line of `metrics.jsonl`. */
export interface CurvePoint {
  readonly epoch: number;
  readonly step: number;
  readonly trainingLoss: number;
  readonly validation: { readonly [metric: string]: number };
}

/** How a run was trained. */
export interface TrainingRecord {
  /** A point a report, in order. */
  readonly curve: readonly CurvePoint[];
  /** Time of training and validation, over all processes; nothing where the state was deleted. */
  readonly seconds?: number;
  /** What training counts (tokens or values), in a second of training, on average over the reports. */
  readonly perSecond?: number;
}

/** Reads the learning curve and the clock of a run; a run that has not begun has neither. */
export async function readTrainingRecord(run: string): Promise<TrainingRecord> {
  const [curve, clock] = await Promise.all([readCurve(run), readClock(run)]);
  return { curve, ...clock };
}

async function readCurve(run: string): Promise<CurvePoint[]> {
  const text = await readFile(join(run, RUN_FILES.metrics), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as CurvePoint);
}

/** What a state says about time. */
interface ClockReadings {
  readonly elapsedSeconds: number;
  readonly reports: readonly { readonly tokensPerSecond: number }[];
}

/** `metrics.jsonl` holds nothing that depends on the clock: the newest state does. */
async function readClock(run: string): Promise<Pick<TrainingRecord, "seconds" | "perSecond">> {
  const folder = join(run, RUN_FILES.state);
  const names = await readdir(folder).catch((): string[] => []);
  const newest = names
    .filter((name) => /^\d+\.json$/.test(name))
    .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))[0];
  if (newest === undefined) return {};
  const { position } = JSON.parse(await readFile(join(folder, newest), "utf8")) as {
    readonly position: ClockReadings;
  };
  const speeds = position.reports.map(({ tokensPerSecond }) => tokensPerSecond);
  return {
    seconds: position.elapsedSeconds,
    ...(speeds.length > 0 && {
      perSecond: speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length,
    }),
  };
}
