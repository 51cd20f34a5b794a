/** Ranges of the options of training. */
import type { TrainOptions } from "./train-options.ts";

/** @throws {RangeError} If there is no limit, or an option is out of its range. */
export function checkTrainOptions<Batch>(options: TrainOptions<Batch>): void {
  const { epochs, steps, minutes } = options;
  if (epochs === undefined && steps === undefined && minutes === undefined) {
    throw new RangeError("Cannot train: epochs, steps or minutes must limit it, got none");
  }
  const { accumulate, reportSteps, earlyStopping } = options;
  const counts = { epochs, steps, accumulate, reportSteps, patience: earlyStopping?.patience };
  for (const [name, value] of Object.entries(counts)) {
    if (value !== undefined && (!Number.isInteger(value) || value < 1)) {
      throw new RangeError(`Cannot train: ${name} must be a positive whole number, got ${value}`);
    }
  }
  const { averageLast, keepLast, keepBest, checkpointMinutes } = options;
  for (const [name, value] of Object.entries({ averageLast, keepLast, keepBest })) {
    if (value !== undefined && (!Number.isInteger(value) || value < 0)) {
      throw new RangeError(`Cannot train: ${name} must be a whole number from 0, got ${value}`);
    }
  }
  if (minutes !== undefined && !(minutes > 0)) {
    throw new RangeError(`Cannot train: minutes must be above 0, got ${minutes}`);
  }
  if (checkpointMinutes !== undefined && !(checkpointMinutes >= 0)) {
    throw new RangeError(
      `Cannot train: checkpointMinutes must be at least 0, got ${checkpointMinutes}`,
    );
  }
}
