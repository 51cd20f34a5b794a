/** The group `training` in the settings of every app. */
import { z } from "zod";
import type { OptimizerOptions } from "../training/optimizer.ts";
import { checkOptimizer } from "../training/optimizer-checks.ts";
import { plateauSchedule } from "../training/plateau-schedule.ts";
import type { MetricChoice } from "../training/reports.ts";
import {
  constantSchedule,
  exponentialSchedule,
  noamSchedule,
  type Schedule,
  stepSchedule,
  warmupCosineSchedule,
} from "../training/schedules.ts";
import type { OnBroken, TrainOptions } from "../training/train-options.ts";
import { UsageError } from "./usage-error.ts";

/** How an app trains. */
export interface TrainingSettings {
  readonly epochs: number;
  readonly maxSteps?: number | undefined;
  readonly maxMinutes?: number | undefined;
  readonly patience: number;
  /** A validation metric; the app says which it has. @default "loss" */
  readonly metric?: string | undefined;
  readonly batchSize: number;
  readonly tokensPerBatch?: number | undefined;
  /** @default 1 */
  readonly accumulate?: number | undefined;
  /** @default "adam" */
  readonly optimizer?: OptimizerOptions["rule"];
  readonly learningRate: number;
  readonly momentum?: number | undefined;
  readonly weightDecay?: number | undefined;
  readonly clipNorm: number;
  readonly clipValue?: number | undefined;
  /** @default "constant" */
  readonly schedule?: ScheduleName | undefined;
  /** @default 1000 */
  readonly warmupSteps?: number | undefined;
  readonly totalSteps?: number | undefined;
  /** @default 0.5 */
  readonly scheduleFactor?: number | undefined;
  /** @default 2 */
  readonly scheduleEpochs?: number | undefined;
  /** @default 0 */
  readonly labelSmoothing?: number | undefined;
  /** @default 1 */
  readonly checkpointMinutes?: number | undefined;
  /** @default 0 */
  readonly keepLast?: number | undefined;
  /** @default 0 */
  readonly keepBest?: number | undefined;
  /** @default 0 */
  readonly averageLast?: number | undefined;
  /** @default "stop" */
  readonly onBroken?: OnBroken | undefined;
  readonly precision: "float32" | "mixed-bfloat16";
}

/** Names of the learning-rate schedules. */
export type ScheduleName = "constant" | "plateau" | "exponential" | "step" | "noam" | "cosine";

const whole = (minimum: number, maximum: number): z.ZodInt => z.int().min(minimum).max(maximum);
const MANY = 1_000_000_000;

/** Checks the group; nothing is clamped. */
export const trainingSettings: z.ZodObject<{
  readonly [Name in keyof TrainingSettings]-?: z.ZodType<TrainingSettings[Name]>;
}> = z.strictObject({
  epochs: whole(1, 100_000).describe("most passes over the data"),
  maxSteps: whole(1, MANY).optional().describe("most updates of the weights"),
  maxMinutes: z.number().positive().optional().describe("longest training time"),
  patience: whole(1, 100_000).describe("epochs without improvement before training stops"),
  metric: z.string().min(1).optional().describe("validation metric that chooses the best weights"),
  batchSize: whole(1, 100_000).describe("examples in a batch"),
  tokensPerBatch: whole(1, MANY).optional().describe("most tokens in a batch, with padding"),
  accumulate: whole(1, 100_000).optional().describe("batches for one update of the weights"),
  optimizer: z
    .enum(["sgd", "rmsprop", "adam", "adamw", "adagrad"])
    .optional()
    .describe("how the weights are moved"),
  learningRate: z.number().positive().describe("step size; with noam and cosine the highest"),
  momentum: z.number().min(0).lt(1).optional().describe("of sgd and rmsprop"),
  weightDecay: z.number().min(0).optional().describe("of adamw"),
  clipNorm: z.number().positive().describe("largest global norm of the gradients"),
  clipValue: z.number().positive().optional().describe("largest value in a gradient"),
  schedule: z
    .enum(["constant", "plateau", "exponential", "step", "noam", "cosine"])
    .optional()
    .describe("how the learning rate changes"),
  warmupSteps: whole(0, MANY).optional().describe("steps of growth with noam and cosine"),
  totalSteps: whole(1, MANY).optional().describe("steps until cosine reaches 0"),
  scheduleFactor: z.number().gt(0).lt(1).optional().describe("of plateau, exponential and step"),
  scheduleEpochs: whole(1, 100_000).optional().describe("epochs before plateau and step shrink"),
  labelSmoothing: z.number().min(0).max(0.9).optional().describe("share spread over all tokens"),
  checkpointMinutes: z.number().min(0).optional().describe("time between saved states"),
  keepLast: whole(0, 1000).optional().describe("weights of the last epochs that are kept"),
  keepBest: whole(0, 1000).optional().describe("weights of the best epochs that are kept"),
  averageLast: whole(0, 1000).optional().describe("epochs whose weights are averaged at the end"),
  onBroken: z
    .enum(["stop", "skip", "halve"])
    .optional()
    .describe("what to do when the loss is no finite number"),
  precision: z
    .enum(["float32", "mixed-bfloat16"])
    .describe("numbers in the products; bfloat16 where kernels and processor have it"),
});

/** Settings that may change when a run is resumed: they decide only when it ends and what it keeps. */
export const RESUMABLE_SETTINGS: readonly string[] = [
  "epochs",
  "maxSteps",
  "maxMinutes",
  "patience",
  "checkpointMinutes",
  "keepLast",
  "keepBest",
  "averageLast",
  "onBroken",
].map((name) => `training.${name}`);

/** What the settings mean for `train`. */
export type TrainingSettingsOptions = Pick<
  TrainOptions<never>,
  | "optimizer"
  | "schedule"
  | "accumulate"
  | "epochs"
  | "steps"
  | "minutes"
  | "metric"
  | "earlyStopping"
  | "averageLast"
  | "keepLast"
  | "keepBest"
  | "onBroken"
  | "checkpointMinutes"
>;

/**
 * Turns settings into options of `train`.
 *
 * @param metrics The validation metrics that the app has, the default first, with their good ends.
 * @throws {UsageError} If the settings name another metric, or do not fit together.
 */
export function trainOptionsOf(
  settings: TrainingSettings,
  metrics: readonly MetricChoice[],
): TrainingSettingsOptions {
  const { learningRate, clipNorm, clipValue, momentum, weightDecay, patience } = settings;
  const metric = metrics.find(({ name }) => name === (settings.metric ?? metrics[0]?.name));
  if (!metric) {
    const names = metrics.map(({ name }) => name).join(", ");
    throw new UsageError(
      `Cannot use training.metric: it must be one of ${names}, got "${settings.metric}"`,
    );
  }
  const rule = settings.optimizer ?? "adam";
  const optimizer = { rule, learningRate, clipNorm, clipValue, momentum, weightDecay };
  return {
    optimizer: usable(() => checkOptimizer(optimizer)),
    schedule: usable(() => scheduleOf(settings, metric)),
    accumulate: settings.accumulate,
    epochs: settings.epochs,
    steps: settings.maxSteps,
    minutes: settings.maxMinutes,
    metric,
    earlyStopping: { patience },
    averageLast: settings.averageLast,
    keepLast: settings.keepLast,
    keepBest: settings.keepBest,
    onBroken: settings.onBroken,
    checkpointMinutes: settings.checkpointMinutes,
  };
}

/** What does not fit together is wrong usage. */
function usable<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function scheduleOf(settings: TrainingSettings, metric: MetricChoice): Schedule {
  const { warmupSteps = 1000, scheduleFactor: factor = 0.5, scheduleEpochs = 2 } = settings;
  switch (settings.schedule ?? "constant") {
    case "constant":
      return constantSchedule;
    case "plateau":
      return plateauSchedule({ factor, patience: scheduleEpochs, metric });
    case "exponential":
      return exponentialSchedule({ decay: factor });
    case "step":
      return stepSchedule({ factor, epochs: scheduleEpochs });
    case "noam":
      return noamSchedule({ warmupSteps });
    case "cosine": {
      const totalSteps = settings.totalSteps ?? settings.maxSteps;
      if (totalSteps === undefined) {
        throw new UsageError(
          "Cannot use training.schedule: cosine needs training.totalSteps or training.maxSteps, got neither",
        );
      }
      return warmupCosineSchedule({ warmupSteps, totalSteps });
    }
  }
}
