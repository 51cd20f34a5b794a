/** Trains the run of a task, or trains it on, in a process of its own. */
import { appCommand, type ChildOptions, runChild } from "./child-process.ts";
import { appPreset, type PresetName, type TaskName } from "./config.ts";
import { storedRun } from "./stored-run.ts";
import { type TrainingShare, watchTraining } from "./training-share.ts";

/** Options of {@link trainRun}. */
export interface TrainRunOptions extends ChildOptions {
  readonly task: TaskName;
  readonly preset: PresetName;
  /** Trains anew, whatever is there. */
  readonly overwrite: boolean;
  /** Hears of every epoch. */
  readonly onShare: (share: TrainingShare) => void;
}

/**
 * Makes sure that a folder holds the finished run of a task: one that is there is used, one that was interrupted is trained on.
 *
 * @throws {InterruptedError} If the training was asked to stop; it can be trained on.
 * @throws {Error} If the folder holds a run with other settings, or the training failed.
 */
export async function trainRun(run: string, options: TrainRunOptions): Promise<void> {
  const { task, preset, overwrite, onShare, ...child } = options;
  const stored = overwrite ? "absent" : await storedRun(run, { task, preset });
  if (stored === "finished") return;
  const flags =
    stored === "unfinished"
      ? ["--resume"]
      : // What a kill left behind before there was a run is no reason to stop.
        ["--preset", appPreset(task, preset), "--overwrite"];
  const stop = watchTraining(run, { onShare });
  try {
    await runChild(appCommand(task), ["train", "--run", run, ...flags], child);
  } finally {
    stop();
  }
}
