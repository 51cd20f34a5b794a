/** What training takes, says on its way, and gives. */
import type { SeedSource } from "../backend/dropout.ts";
import type { tf } from "../backend/tf.ts";
import type { InspectionOptions, TrainingInspection } from "./inspection.ts";
import type { NamedVariables, NamedWeights } from "./named-variables.ts";
import type { OptimizerOptions } from "./optimizer.ts";
import type { EarlyStopping, MetricChoice, TrainingReport } from "./reports.ts";
import type { Schedule } from "./schedules.ts";
import type { TrainingStore } from "./training-store.ts";

/** Batches of one epoch, all at once or as they come. */
export type Batches<Batch> = Iterable<Batch> | AsyncIterable<Batch>;

/** What the batches of an epoch may depend on: exact resume needs the same ones again. */
export interface EpochStart {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** All reports so far: a curriculum moves on by what it reads here. */
  readonly reports: readonly TrainingReport[];
}

/** The gradients of one step, before they are applied. */
export interface StepGradients {
  /** Of the mean loss, one for each weight in order. */
  readonly gradients: readonly tf.Tensor[];
  /** Mean loss over the tokens. */
  readonly loss: number;
  /** How many tokens the mean is over. */
  readonly tokenCount: number;
}

/** What happens when the loss or a gradient is no finite number, or the loss explodes. */
export type OnBroken = "stop" | "skip" | "halve";

/** What is trained, on what, how, and for how long: `epochs`, `steps` or `minutes`, whichever ends first. */
export interface TrainOptions<Batch> {
  /** The weights to train: `model.parameters`. */
  readonly parameters: NamedVariables;
  readonly optimizer: OptimizerOptions;
  /** @default constant */
  readonly schedule?: Schedule | undefined;
  /** The training batches of an epoch, in order. */
  readonly batches: (start: EpochStart) => Batches<Batch>;
  /** Sum of the losses of a batch, a scalar; runs inside `tf.tidy`. */
  readonly loss: (batch: Batch, options: { readonly seeds: SeedSource }) => tf.Scalar;
  /** How many terms the sum has; the mean over them is minimised. */
  readonly tokenCount: (batch: Batch) => number;
  /** Decides what is random in training: the seeds of a step come from it and the step's number. @default 0 */
  readonly seed?: number | undefined;
  /** Batches whose gradients make one step together. @default 1 */
  readonly accumulate?: number | undefined;

  /** Most epochs. */
  readonly epochs?: number | undefined;
  /** Most steps. */
  readonly steps?: number | undefined;
  /** Longest time, over all processes of the run. */
  readonly minutes?: number | undefined;

  /** Metrics of held-out data, by name. */
  readonly validate?: (() => Metrics | Promise<Metrics>) | undefined;
  /** Reports after every so many steps instead of after every epoch. */
  readonly reportSteps?: number | undefined;
  /** What chooses the best weights. @default the lowest validation `loss`, without validation the lowest training loss */
  readonly metric?: MetricChoice | undefined;
  /** @default never stops early */
  readonly earlyStopping?: EarlyStopping | undefined;
  /** Averages the weights of the last so many reports at the end, and takes them if they are better. @default 0 */
  readonly averageLast?: number | undefined;
  /** Keeps the weights of the last so many reports in the store. @default `averageLast` */
  readonly keepLast?: number | undefined;
  /** Keeps the weights of the best so many reports in the store. @default 0 */
  readonly keepBest?: number | undefined;

  /** @default "stop" */
  readonly onBroken?: OnBroken | undefined;
  /** The one place between the gradients and their use: an all-reduce over several processes goes here. */
  readonly combineGradients?:
    | ((step: StepGradients) => StepGradients | Promise<StepGradients>)
    | undefined;
  /** Looks at gradients and activations at the first step of every report. */
  readonly inspect?: InspectionOptions<Batch> | undefined;

  /** Where states and weights are kept. @default in memory, without states */
  readonly store?: TrainingStore | undefined;
  /** Continues from the store's newest state, if it has one. @default false */
  readonly resume?: boolean | undefined;
  /** Saves the state when so many minutes have gone by, in the middle of an epoch, too. @default 1 */
  readonly checkpointMinutes?: number | undefined;
  /** Saves the state and stops when aborted. */
  readonly signal?: AbortSignal | undefined;
  readonly callbacks?: readonly TrainingCallback[] | undefined;
}

/** Named results of a validation. */
export type Metrics = { readonly [metric: string]: number };

/** What follows training: a progress bar, a file of metrics, a notebook. */
export interface TrainingCallback {
  /** Before the first step; `step` is above 0 when a run is resumed. */
  onStart?(start: {
    readonly step: number;
    readonly epoch: number;
    readonly reports: readonly TrainingReport[];
  }): void;
  onStep?(progress: StepProgress): void;
  onReport?(report: TrainingReport): void | Promise<void>;
  /** After a report with the best metric so far. */
  onImprovement?(report: TrainingReport, weights: NamedWeights): void | Promise<void>;
  onInspection?(inspection: TrainingInspection): void;
  /** Something went wrong and was mended. */
  onNotice?(text: string): void;
  onEnd?(result: TrainResult): void | Promise<void>;
}

/** Where training is. */
export interface StepProgress {
  readonly epoch: number;
  /** Steps since the start of training. */
  readonly step: number;
  /** How much of the training is done, in [0, 1]; nothing while that cannot be known. */
  readonly share?: number | undefined;
  /** Mean loss since the last report. */
  readonly loss: number;
  readonly learningRate: number;
  /** Global norm of the gradients before clipping. */
  readonly gradientNorm: number;
  readonly tokensPerSecond: number;
  readonly stepsPerSecond: number;
}

/** Why training ended. */
export type StopReason = "epochs" | "steps" | "minutes" | "patience" | "interrupted";

/** Result of training. */
export interface TrainResult {
  readonly stopped: StopReason;
  readonly epochs: number;
  readonly steps: number;
  readonly reports: readonly TrainingReport[];
  /** The report with the best metric, whose weights the parameters have now; nothing when there was none. */
  readonly best?: TrainingReport | undefined;
  /** Metrics of the average of the last weights, where it was better than the best. */
  readonly averaged?: Metrics | undefined;
}
