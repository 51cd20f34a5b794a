/** Tells the callbacks where training is. */
import type { TrainingRun } from "./training-run.ts";

/** After every step that was applied. */
export function tellStep<Batch>(run: TrainingRun<Batch>, gradientNorm: number): void {
  const { callbacks = [], accumulate = 1, epochs, steps, minutes } = run.options;
  const { epoch, step, batches, lossSum, tokens, learningRate, stepsPerEpoch } = run.position;
  const shares = [
    steps === undefined ? 0 : step / steps,
    minutes === undefined ? 0 : run.elapsedSeconds / (60 * minutes),
    epochs === undefined || stepsPerEpoch === 0
      ? 0
      : (epoch - 1 + Math.min(1, batches / accumulate / stepsPerEpoch)) / epochs,
  ];
  const share = Math.min(1, Math.max(...shares));
  const progress = {
    epoch,
    step,
    share: share === 0 ? undefined : share,
    loss: lossSum / tokens,
    learningRate,
    gradientNorm,
    ...run.speed,
  };
  for (const callback of callbacks) callback.onStep?.(progress);
}
