/** Where training keeps what must outlive it: a folder, a browser's storage, or memory. */
import type { NamedWeights } from "./named-variables.ts";
import type { TrainingReport } from "./reports.ts";

/** All that continues a run exactly where it was. */
export interface TrainingState {
  /** Where training is: a tree for JSON. */
  readonly position: TrainingPosition;
  /** `weights/<name>`, `optimizer/<slot>.<name>` and, when rates are halved, `good/...`: the last good ones. */
  readonly tensors: NamedWeights;
}

/** Where training is. */
export interface TrainingPosition {
  /** The epoch at hand, from 1. */
  readonly epoch: number;
  /** Batches of it that were trained on. */
  readonly batches: number;
  /** Steps since the start. */
  readonly step: number;
  /** Steps that the optimizer applied. */
  readonly optimizerStep: number;
  /** The same for the last good weights. */
  readonly goodStep: number;
  /** Sum of the losses since the last report, and of their tokens. */
  readonly lossSum: number;
  readonly tokens: number;
  /** Steps at the last report. */
  readonly reportedStep: number;
  /** Steps of the longest epoch so far; 0 before the first has ended. */
  readonly stepsPerEpoch: number;
  /** Learning rate of the last step; 0 before the first. */
  readonly learningRate: number;
  /** What is left of the learning rate after halving. */
  readonly rateFactor: number;
  /** Mean loss of the first step; 0 before it. */
  readonly firstLoss: number;
  /** Broken steps without a good one between them. */
  readonly brokenSteps: number;
  /** Time spent, over all processes. */
  readonly elapsedSeconds: number;
  readonly reports: readonly TrainingReport[];
}

/** Keeps states and weights; every write is whole or did not happen. */
export interface TrainingStore {
  /** The newest state that is whole; nothing when there is none. */
  loadState(): Promise<TrainingState | undefined>;
  saveState(state: TrainingState): Promise<void>;
  /** Keeps the best weights. */
  saveBest(weights: NamedWeights): Promise<void>;
  loadBest(): Promise<NamedWeights>;
  /** Keeps the weights of a step; those of steps not in `kept` may go. */
  saveKept(step: number, weights: NamedWeights, kept: readonly number[]): Promise<void>;
  loadKept(step: number): Promise<NamedWeights>;
  /** Keeps the reports. */
  saveReports(reports: readonly TrainingReport[]): Promise<void>;
}

/**
 * A store that lasts as long as the process.
 *
 * @example
 * ```ts
 * import { memoryStore } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.isUndefined(await memoryStore().loadState());
 * ```
 */
export function memoryStore(): TrainingStore {
  let state: TrainingState | undefined;
  let best: NamedWeights | undefined;
  const steps = new Map<number, NamedWeights>();
  return {
    loadState: async () => state,
    saveState: async (newest) => {
      state = structuredClone(newest);
    },
    saveBest: async (weights) => {
      best = weights;
    },
    loadBest: async () => {
      if (!best) throw new Error("Cannot load the best weights: none were kept");
      return best;
    },
    saveKept: async (step, weights, kept) => {
      steps.set(step, weights);
      for (const old of steps.keys()) if (!kept.includes(old)) steps.delete(old);
    },
    loadKept: async (step) => {
      const weights = steps.get(step);
      if (!weights) throw new Error(`Cannot load weights: none were kept of step ${step}`);
      return weights;
    },
    saveReports: async () => undefined,
  };
}
