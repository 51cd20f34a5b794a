/** Progress of training: a bar with ETA on a terminal, a line an epoch elsewhere. */
import cliProgress from "cli-progress";
import type { EpochMetrics, StepProgress } from "../training/train.ts";

/** Shows how training goes on standard error. */
export interface TrainingProgress {
  onStep(progress: StepProgress): void;
  onEpoch(metrics: EpochMetrics): void;
  /** Takes the bar away. */
  stop(): void;
}

/** @param options.epochs Most epochs, for the time that is left. */
export function trainingProgress(options: {
  readonly epochs: number;
  readonly quiet: boolean;
}): TrainingProgress {
  if (options.quiet) return { onStep: () => {}, onEpoch: () => {}, stop: () => {} };
  return process.stderr.isTTY ? bar(options.epochs) : lines(options.epochs);
}

function lines(epochs: number): TrainingProgress {
  return {
    onStep: () => {},
    onEpoch: (metrics) => void process.stderr.write(`${epochLine(metrics, epochs)}\n`),
    stop: () => {},
  };
}

function bar(epochs: number): TrainingProgress {
  const screen = new cliProgress.MultiBar(
    {
      format:
        "{bar} epoch {epoch}/{epochs}  {percentage} %  ETA {eta_formatted}  loss {loss}  {speed} tokens/s",
      clearOnComplete: true,
      hideCursor: true,
      etaBuffer: 100,
      stream: process.stderr,
    },
    cliProgress.Presets.shades_classic,
  );
  let single: cliProgress.SingleBar | undefined;
  return {
    onStep({ epoch, step, stepsPerEpoch, loss, tokensPerSecond }): void {
      const payload = { epoch, epochs, loss: loss.toFixed(3), speed: Math.round(tokensPerSecond) };
      single ??= screen.create(epochs * stepsPerEpoch, 0, payload);
      single.update((epoch - 1) * stepsPerEpoch + step, payload);
    },
    onEpoch: (metrics) => screen.log(`${epochLine(metrics, epochs)}\n`),
    stop: () => screen.stop(),
  };
}

function epochLine(metrics: EpochMetrics, epochs: number): string {
  const { epoch, trainingLoss, validationLoss, tokensPerSecond, elapsedSeconds } = metrics;
  return [
    `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
    `training loss ${trainingLoss.toFixed(3)}`,
    `validation loss ${validationLoss.toFixed(3)}`,
    `${Math.round(tokensPerSecond)} tokens/s`,
    `${elapsedSeconds.toFixed(0)} s`,
  ].join("  ");
}
