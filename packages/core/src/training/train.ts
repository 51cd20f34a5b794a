/** The training loop: epochs, validation, early stopping, events. */
import { tf } from "../backend/tf.ts";
import type { Adam } from "./adam.ts";

/** What is trained, on what, and for how long. */
export interface TrainOptions<Batch> {
  /** The weights to train. */
  readonly variables: readonly tf.Variable[];
  readonly optimizer: Adam;
  /** The training batches of an epoch (from 1), in order. */
  readonly batches: (epoch: number) => readonly Batch[];
  /** Sum of the losses of a batch, a scalar; runs inside `tf.tidy`. */
  readonly loss: (batch: Batch) => tf.Scalar;
  /** How many terms the sum has; the mean over them is minimised. */
  readonly tokenCount: (batch: Batch) => number;
  /** Mean validation loss after an epoch; the lowest is the best. */
  readonly validate: () => number;
  /** Most epochs, at least 1. */
  readonly epochs: number;
  /** Stops after the step during which this time is over. @default no limit */
  readonly maxMinutes?: number | undefined;
  /** Stops after this many epochs without improvement. @default never */
  readonly patience?: number | undefined;
  /** Stops after the current step when aborted. */
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: (progress: StepProgress) => void;
  /** Called when the validation loss is the lowest so far, before `onEpoch`: keep the weights. */
  readonly onImprovement?: (metrics: EpochMetrics) => void | Promise<void>;
  readonly onEpoch?: (metrics: EpochMetrics) => void | Promise<void>;
}

/** Where training is. */
export interface StepProgress {
  readonly epoch: number;
  /** Steps done in this epoch, from 1. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Mean loss of the epoch so far. */
  readonly loss: number;
  readonly tokensPerSecond: number;
}

/** Result of one epoch. */
export interface EpochMetrics {
  readonly epoch: number;
  /** Mean loss over the epoch's tokens, in nats. */
  readonly trainingLoss: number;
  readonly validationLoss: number;
  readonly tokensPerSecond: number;
  /** Time since the start of training. */
  readonly elapsedSeconds: number;
}

/** Why training ended. */
export type StopReason = "epochs" | "patience" | "time" | "interrupted";

/** Result of {@link train}. */
export interface TrainResult {
  readonly stopped: StopReason;
  readonly epochs: readonly EpochMetrics[];
  /** The epoch with the lowest validation loss; nothing when no epoch was finished. */
  readonly best?: EpochMetrics | undefined;
}

/**
 * Trains until the epochs, the time or the patience are used up.
 *
 * An epoch that time or an interruption cuts short is validated all the same, so that its progress counts.
 *
 * @throws {Error} If the loss is not finite.
 *
 * @example
 * ```ts
 * import { Adam, loadEngine, tf, train } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const weight = tf.tidy(() => tf.variable(tf.scalar(1)));
 * const loss = (target: number) => tf.squaredDifference(weight, target) as tf.Scalar;
 * const optimizer = new Adam({ learningRate: 0.1 });
 * const { best } = await train({
 *   variables: [weight],
 *   optimizer,
 *   batches: () => [3, 3, 3],
 *   loss,
 *   tokenCount: () => 1,
 *   validate: () => tf.tidy(() => loss(3).dataSync()[0] ?? 0),
 *   epochs: 20,
 * });
 * assert.isBelow(best?.validationLoss ?? 1, 0.1);
 * optimizer.dispose();
 * weight.dispose();
 * ```
 */
export async function train<Batch>(options: TrainOptions<Batch>): Promise<TrainResult> {
  const start = performance.now();
  const epochs: EpochMetrics[] = [];
  let best: EpochMetrics | undefined;
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const pass = await trainEpoch(options, epoch, start);
    const metrics = {
      epoch,
      trainingLoss: pass.loss,
      validationLoss: options.validate(),
      tokensPerSecond: pass.tokensPerSecond,
      elapsedSeconds: (performance.now() - start) / 1000,
    };
    epochs.push(metrics);
    if (!best || metrics.validationLoss < best.validationLoss) {
      best = metrics;
      await options.onImprovement?.(metrics);
    }
    await options.onEpoch?.(metrics);
    if (pass.stopped) return { stopped: pass.stopped, epochs, best };
    if (options.patience !== undefined && epoch - best.epoch >= options.patience) {
      return { stopped: "patience", epochs, best };
    }
  }
  return { stopped: "epochs", epochs, best };
}

interface EpochPass {
  readonly loss: number;
  readonly tokensPerSecond: number;
  readonly stopped?: StopReason;
}

async function trainEpoch<Batch>(
  options: TrainOptions<Batch>,
  epoch: number,
  trainingStart: number,
): Promise<EpochPass> {
  const start = performance.now();
  const batches = options.batches(epoch);
  const deadline = trainingStart + (options.maxMinutes ?? Number.POSITIVE_INFINITY) * 60_000;
  let lossSum = 0;
  let tokens = 0;
  let lastPause = start;
  const summary = (): EpochPass => ({
    loss: lossSum / tokens,
    tokensPerSecond: tokens / ((performance.now() - start) / 1000),
  });
  for (const [index, batch] of batches.entries()) {
    lossSum += trainStep(options, batch, `epoch ${epoch}, step ${index + 1}`);
    tokens += options.tokenCount(batch);
    const progress = { epoch, step: index + 1, stepsPerEpoch: batches.length };
    options.onStep?.({ ...progress, ...summary() });
    if (performance.now() - lastPause > 50) {
      await new Promise((resolve) => setTimeout(resolve, 0)); // lets signals and screens through
      lastPause = performance.now();
    }
    if (options.signal?.aborted) return { ...summary(), stopped: "interrupted" };
    if (performance.now() >= deadline) return { ...summary(), stopped: "time" };
  }
  return summary();
}

/** One update of the weights; returns the sum of the losses. */
function trainStep<Batch>(options: TrainOptions<Batch>, batch: Batch, place: string): number {
  const { variables, optimizer, tokenCount } = options;
  return tf.tidy(() => {
    const mean = (): tf.Scalar => tf.div(options.loss(batch), tokenCount(batch));
    const { value, grads } = tf.variableGrads(mean, [...variables]);
    const loss = value.dataSync()[0] ?? Number.NaN;
    if (!Number.isFinite(loss)) {
      throw new Error(
        `Cannot go on training: the loss must be a finite number, got ${loss} at ${place}; a lower learning rate may help`,
      );
    }
    optimizer.apply(
      variables.map((variable) => ({ variable, gradient: grads[variable.name] as tf.Tensor })),
    );
    return loss * tokenCount(batch);
  });
}
