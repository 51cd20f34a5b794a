/** How far a training in another process has come, by the files that it writes. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { RUN_FILES } from "@encdec/core/persistence";

/** Time between two looks at the files. */
const INTERVAL_MS = 500;

/** What a training's files say. */
export interface TrainingShare {
  /** Epochs that are done. */
  readonly epoch: number;
  readonly epochs: number;
  /** Longest training time. @default any */
  readonly maxMinutes?: number;
}

/**
 * Tells every new epoch of a training until it is stopped.
 *
 * @param options.onShare Hears at once of what was there before, such as of a run that is resumed.
 * @returns Stops it.
 */
export function watchTraining(
  run: string,
  options: { readonly onShare: (share: TrainingShare) => void },
): () => void {
  const startMs = Date.now();
  let last = -1;
  const look = async (): Promise<void> => {
    const share = await shareOf(run, startMs).catch(() => undefined);
    if (share === undefined || share.epoch === last) return;
    last = share.epoch;
    options.onShare(share);
  };
  void look();
  const timer = setInterval(() => void look(), INTERVAL_MS);
  return () => clearInterval(timer);
}

async function shareOf(run: string, startMs: number): Promise<TrainingShare | undefined> {
  const file = join(run, RUN_FILES.config);
  // Every training begins with its settings: older ones are of the run that is replaced.
  if ((await stat(file)).mtimeMs < startMs) return undefined;
  const { training } = JSON.parse(await readFile(file, "utf8")) as {
    readonly training: Pick<TrainingShare, "epochs" | "maxMinutes">;
  };
  const metrics = await readFile(join(run, RUN_FILES.metrics), "utf8").catch(() => "");
  const line = metrics.trimEnd().split("\n").at(-1);
  const { epoch } = (line ? JSON.parse(line) : { epoch: 0 }) as { readonly epoch: number };
  const { epochs, maxMinutes } = training;
  return { epoch, epochs, ...(maxMinutes !== undefined && { maxMinutes }) };
}
