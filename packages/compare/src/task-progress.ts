/** How the tasks go on: bars with ETA on a terminal, plain lines elsewhere. */
import type { Writable } from "node:stream";
import cliProgress from "cli-progress";
import { isScored, type TaskListener, type TaskResult } from "./compare-tasks.ts";
import type { TaskName } from "./config.ts";
import { durationText } from "./texts.ts";
import type { TrainingShare } from "./training-share.ts";

/** A listener that shows what it hears. */
export interface TaskProgress extends TaskListener {
  /** Takes the bars away. */
  readonly stop: () => void;
}

/** Where progress is shown. */
export interface TaskProgressOptions {
  readonly quiet: boolean;
  /** Such as standard error. */
  readonly stream: Writable & { readonly isTTY?: boolean | undefined };
}

/** Shows the progress of tasks. */
export function taskProgress({ quiet, stream }: TaskProgressOptions): TaskProgress {
  if (quiet) return { onTraining: ignore, onScoring: ignore, onEnd: ignore, stop: ignore };
  return stream.isTTY ? bars(stream) : lines(stream);
}

/** Time between lines of one task. */
const LINE_INTERVAL_MS = 5000;

function lines(stream: Writable): TaskProgress {
  const write = (text: string): void => void stream.write(`${text}\n`);
  const left = timeLeft();
  const lastMs = new Map<TaskName, number>();
  return {
    onTraining: (task, share) => {
      const remaining = left(task, share);
      const isFirst = !lastMs.has(task);
      if (!isFirst && Date.now() - (lastMs.get(task) ?? 0) < LINE_INTERVAL_MS) return;
      lastMs.set(task, Date.now());
      write(`${task}: ${placeText(share)}${remaining === "" ? "" : `  ETA ${remaining}`}`);
    },
    onScoring: (task) => write(`${task}: scoring`),
    onEnd: (task, result) => write(`${task}: ${endText(result)}`),
    stop: ignore,
  };
}

function bars(stream: Writable): TaskProgress {
  const screen = new cliProgress.MultiBar(
    {
      format: "{bar} {task}  {words}",
      barsize: 24,
      hideCursor: true,
      linewrap: false,
      stream: stream as NodeJS.WritableStream,
    },
    cliProgress.Presets.shades_classic,
  );
  const left = timeLeft();
  const shown = new Map<TaskName, cliProgress.SingleBar>();
  const show = (task: TaskName, percent: number, words: string): void => {
    const payload = { task, words };
    const bar = shown.get(task) ?? screen.create(100, percent, payload);
    shown.set(task, bar);
    bar.update(percent, payload);
  };
  return {
    onTraining: (task, share) => {
      const remaining = left(task, share);
      const words = `${placeText(share)}${remaining === "" ? "" : `  ETA ${remaining}`}`;
      show(task, percentOf(share), words);
    },
    onScoring: (task) => show(task, 100, "scoring"),
    onEnd: (task, result) => show(task, isScored(result) ? 100 : 0, endText(result)),
    stop: () => screen.stop(),
  };
}

/** The time that a training will still take, from the epochs that this process has seen. */
function timeLeft(): (task: TaskName, share: TrainingShare) => string {
  const starts = new Map<TaskName, { readonly epoch: number; readonly ms: number }>();
  return (task, { epoch, epochs, maxMinutes = Number.POSITIVE_INFINITY }) => {
    const start = starts.get(task) ?? { epoch, ms: Date.now() };
    starts.set(task, start);
    if (epoch <= start.epoch) return "";
    const ms = Date.now() - start.ms;
    const msLeft = (ms / (epoch - start.epoch)) * (epochs - epoch);
    return durationText(Math.max(0, Math.min(msLeft, 60_000 * maxMinutes - ms)) / 1000);
  };
}

function placeText({ epoch, epochs }: TrainingShare): string {
  return epoch === 0 ? "training" : `epoch ${epoch}/${epochs}`;
}

function percentOf({ epoch, epochs }: TrainingShare): number {
  return (100 * epoch) / epochs;
}

function endText(result: TaskResult): string {
  if (isScored(result)) return "done";
  return result.isInterrupted ? "interrupted" : `failed: ${result.problem}`;
}

function ignore(): void {}
