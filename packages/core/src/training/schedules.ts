/** Learning-rate schedules: factors on the optimizer's learning rate. */
import type { TrainingReport } from "./reports.ts";

/** Where training is when a rate is asked for. */
export interface ScheduleMoment {
  /** Number of the step, from 1. */
  readonly step: number;
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** All reports so far. */
  readonly reports: readonly TrainingReport[];
}

/** Factor on the learning rate; a pure function, so that there is nothing to save. */
export type Schedule = (moment: ScheduleMoment) => number;

/** The learning rate stays as it is. */
export const constantSchedule: Schedule = () => 1;

/**
 * Shrinks by the same factor after every epoch: `decay^(epoch - 1)`.
 *
 * @throws {RangeError} If `decay` is not in (0, 1].
 *
 * @example
 * ```ts
 * import { exponentialSchedule } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * assert.equal(exponentialSchedule({ decay: 0.5 })({ step: 9, epoch: 3, reports: [] }), 0.25);
 * ```
 */
export function exponentialSchedule(options: { readonly decay: number }): Schedule {
  checkFactor("decay", options.decay);
  return ({ epoch }) => options.decay ** (epoch - 1);
}

/**
 * Shrinks by a factor every so many epochs: `factor^floor((epoch - 1) / epochs)`.
 *
 * @throws {RangeError} If `factor` is not in (0, 1], or `epochs` is not a positive whole number.
 *
 * @example
 * ```ts
 * import { stepSchedule } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const schedule = stepSchedule({ factor: 0.1, epochs: 2 });
 * assert.deepEqual([1, 2, 3].map((epoch) => schedule({ step: 1, epoch, reports: [] })), [1, 1, 0.1]);
 * ```
 */
export function stepSchedule(options: {
  readonly factor: number;
  readonly epochs: number;
}): Schedule {
  checkFactor("factor", options.factor);
  checkCount("epochs", options.epochs);
  return ({ epoch }) => options.factor ** Math.floor((epoch - 1) / options.epochs);
}

/** Options of {@link noamSchedule}. */
export interface NoamOptions {
  /** Steps of linear growth, at least 1. */
  readonly warmupSteps: number;
  /**
   * Width of the model, which then sets the height as in the paper (the optimizer's learning rate is
   * a factor, usually 1). @default the peak is the optimizer's learning rate
   */
  readonly modelSize?: number | undefined;
}

/**
 * Grows linearly, then shrinks with the square root of the step.
 *
 * ```
 * modelSize^-0.5 min(step^-0.5, step warmupSteps^-1.5)
 * ```
 *
 * Source: Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, section 5.3.
 *
 * @throws {RangeError} If an option is not a positive whole number.
 *
 * @example
 * ```ts
 * import { noamSchedule } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const schedule = noamSchedule({ warmupSteps: 100 });
 * const at = (step: number) => schedule({ step, epoch: 1, reports: [] });
 * assert.deepEqual([at(50), at(100), at(400)], [0.5, 1, 0.5]);
 * ```
 */
export function noamSchedule(options: NoamOptions): Schedule {
  const { warmupSteps, modelSize } = options;
  checkCount("warmupSteps", warmupSteps);
  if (modelSize !== undefined) checkCount("modelSize", modelSize);
  const height = modelSize === undefined ? 1 : 1 / Math.sqrt(modelSize * warmupSteps);
  return ({ step }) => height * Math.min(step / warmupSteps, Math.sqrt(warmupSteps / step));
}

/** Options of {@link warmupCosineSchedule}. */
export interface WarmupCosineOptions {
  /** Steps of linear growth from 0 to 1, at least 0. */
  readonly warmupSteps: number;
  /** Steps until the floor is reached, more than `warmupSteps`. */
  readonly totalSteps: number;
  /** The factor at the end, in [0, 1]. @default 0 */
  readonly floor?: number | undefined;
}

/**
 * Grows linearly, then falls along half a cosine.
 *
 * ```
 * step / warmupSteps                                     while step <= warmupSteps
 * floor + (1 - floor) (1 + cos(pi progress)) / 2         progress = (step - warmupSteps) / (totalSteps - warmupSteps)
 * ```
 *
 * Source: Loshchilov and Hutter 2017, https://arxiv.org/abs/1608.03983, equation 5, without restarts.
 *
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import { warmupCosineSchedule } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const schedule = warmupCosineSchedule({ warmupSteps: 10, totalSteps: 30 });
 * const at = (step: number) => schedule({ step, epoch: 1, reports: [] });
 * assert.deepEqual([at(5), at(10), at(30), at(40)], [0.5, 1, 0, 0]);
 * assert.closeTo(at(20), 0.5, 1e-12);
 * ```
 */
export function warmupCosineSchedule(options: WarmupCosineOptions): Schedule {
  const { warmupSteps, totalSteps, floor = 0 } = options;
  if (warmupSteps !== 0) checkCount("warmupSteps", warmupSteps);
  checkCount("totalSteps", totalSteps);
  if (totalSteps <= warmupSteps) {
    fail("totalSteps", `must be above warmupSteps (${warmupSteps})`, totalSteps);
  }
  if (!(floor >= 0 && floor <= 1)) fail("floor", "must be in [0, 1]", floor);
  return ({ step }) => {
    if (step <= warmupSteps) return step / warmupSteps;
    const progress = Math.min(1, (step - warmupSteps) / (totalSteps - warmupSteps));
    return floor + ((1 - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
  };
}

function checkFactor(name: string, value: number): void {
  if (!(value > 0 && value <= 1)) fail(name, "must be in (0, 1]", value);
}

function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) fail(name, "must be a positive whole number", value);
}

function fail(name: string, why: string, value: number): never {
  throw new RangeError(`Cannot make a schedule: ${name} ${why}, got ${value}`);
}
