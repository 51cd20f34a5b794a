/** The training loop: steps, reports, early stopping, exact resume, broken training. */
import { batchGroups } from "../data/batch-groups.ts";
import { BrokenTrainingError } from "./broken-training.ts";
import { checkTrainOptions } from "./train-checks.ts";
import type { StopReason, TrainOptions, TrainResult } from "./train-options.ts";
import { trainStep } from "./train-step.ts";
import { TrainingRun } from "./training-run.ts";

/**
 * Trains until the epochs, the steps, the minutes or the patience are used up, and leaves the
 * parameters with the best weights.
 *
 * With a store it can be killed at any moment: `resume` continues so that the end is the same, bit by
 * bit. For that batches must depend on nothing but the start of the epoch, and losses on nothing but
 * the batch and the seeds.
 *
 * @throws {RangeError} If there is no limit, or an option is out of its range.
 * @throws {BrokenTrainingError} If the loss or a gradient is no finite number, or the loss explodes.
 *
 * @example
 * ```ts
 * import { loadEngine, Parameters, tf, train } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const parameters = new Parameters();
 * const weight = parameters.create("weight", { shape: [], values: Float32Array.of(1) });
 * const loss = (target: number) => tf.squaredDifference(weight, target) as tf.Scalar;
 * const { best } = await train({
 *   parameters,
 *   optimizer: { rule: "adam", learningRate: 0.1 },
 *   batches: () => [3, 3, 3],
 *   loss,
 *   tokenCount: () => 1,
 *   validate: () => ({ loss: tf.tidy(() => loss(3).dataSync()[0] ?? 0) }),
 *   epochs: 20,
 * });
 * assert.isBelow(best?.validation.loss ?? 1, 0.1);
 * parameters.dispose();
 * ```
 */
export async function train<Batch>(options: TrainOptions<Batch>): Promise<TrainResult> {
  checkTrainOptions(options);
  const run = new TrainingRun(options);
  try {
    if (options.resume) await run.restore();
    run.begin();
    return await run.finish(await trainToTheEnd(run));
  } finally {
    run.dispose();
  }
}

async function trainToTheEnd<Batch>(run: TrainingRun<Batch>): Promise<StopReason> {
  try {
    let stopped = run.stopReason();
    while (!stopped) {
      stopped = await trainEpoch(run);
      stopped ??= run.stopReason();
    }
    if (stopped !== "interrupted" && run.position.step > run.position.reportedStep) {
      await run.report();
    }
    return stopped;
  } catch (error) {
    // Broken weights must not replace sound ones; anything else need not cost what was learnt.
    if (!(error instanceof BrokenTrainingError)) await run.save().catch(() => undefined);
    throw error;
  }
}

/** Trains to the end of the epoch, or until something else stops training. */
async function trainEpoch<Batch>(run: TrainingRun<Batch>): Promise<StopReason | undefined> {
  const { accumulate = 1, reportSteps, batches: source } = run.options;
  const { epoch, reports } = run.position;
  const batches = source({ epoch, reports });
  if (Array.isArray(batches)) {
    run.position = { ...run.position, stepsPerEpoch: Math.ceil(batches.length / accumulate) };
  }
  let lastPause = performance.now();
  for await (const group of batchGroups(batches, {
    skip: run.position.batches,
    size: accumulate,
  })) {
    await trainStep(run, group);
    if (reportSteps !== undefined && run.position.step - run.position.reportedStep >= reportSteps) {
      await run.report();
    }
    if (performance.now() - lastPause > 50) {
      await new Promise((resolve) => setTimeout(resolve, 0)); // lets signals and screens through
      lastPause = performance.now();
    }
    const stopped = run.stopReason();
    if (stopped) return stopped;
  }
  if (run.position.batches === 0) {
    throw new RangeError(
      `Cannot go on training: an epoch must have batches, got none in epoch ${epoch}`,
    );
  }
  const stepsPerEpoch = Math.ceil(run.position.batches / accumulate);
  const next = { epoch: epoch + 1, batches: 0, stepsPerEpoch };
  if (reportSteps === undefined) await run.report(next);
  else run.position = { ...run.position, ...next };
  return undefined;
}
