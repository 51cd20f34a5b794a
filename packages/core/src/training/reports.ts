/** What training found out at each report, and what follows from all of them. */

/** The result of one round of training and validation. */
export interface TrainingReport {
  /** The epoch in which it was made, from 1. */
  readonly epoch: number;
  /** Steps since the start of training. */
  readonly step: number;
  /** Rate of the last step. */
  readonly learningRate: number;
  /** Mean loss over the tokens trained on since the last report. */
  readonly trainingLoss: number;
  /** Metrics of the held-out data, by name; empty without validation. */
  readonly validation: { readonly [metric: string]: number };
  readonly tokensPerSecond: number;
  /** Time spent in training and validation, over all processes of the run. */
  readonly elapsedSeconds: number;
}

/** A metric and which end of it is good. */
export interface MetricChoice {
  /** A name in `validation`, or `trainingLoss`. */
  readonly name: string;
  readonly direction: "lowest" | "highest";
}

/** When training ends because nothing gets better. */
export interface EarlyStopping {
  /** Reports without improvement before training stops, at least 1. */
  readonly patience: number;
  /** What must improve. @default the metric that chooses the best weights */
  readonly metric?: MetricChoice | undefined;
  /** By how much it must improve to count, >= 0. @default 0 */
  readonly minimumImprovement?: number | undefined;
}

/**
 * The value of a metric in a report.
 *
 * @throws {RangeError} If the report does not have it.
 */
export function metricOf(
  report: Pick<TrainingReport, "trainingLoss" | "validation">,
  metric: Pick<MetricChoice, "name">,
): number {
  const value =
    metric.name === "trainingLoss" ? report.trainingLoss : report.validation[metric.name];
  if (value === undefined) {
    const known = ["trainingLoss", ...Object.keys(report.validation)].join(", ");
    throw new RangeError(
      `Cannot compare reports: the metric must be one of ${known}, got "${metric.name}"`,
    );
  }
  return value;
}

/**
 * The time of a training, and its speed on average over the reports; nothing before the first.
 *
 * @example
 * ```ts
 * import { trainingTime } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const reports = [
 *   { elapsedSeconds: 2, tokensPerSecond: 100 },
 *   { elapsedSeconds: 5, tokensPerSecond: 200 },
 * ];
 * assert.deepEqual(trainingTime(reports), { seconds: 5, perSecond: 150 });
 * ```
 */
export function trainingTime(
  reports: readonly Pick<TrainingReport, "elapsedSeconds" | "tokensPerSecond">[],
): { readonly seconds: number; readonly perSecond: number } | undefined {
  const last = reports.at(-1);
  if (last === undefined) return undefined;
  const sum = reports.reduce((total, { tokensPerSecond }) => total + tokensPerSecond, 0);
  return { seconds: last.elapsedSeconds, perSecond: sum / reports.length };
}

/** True when `value` is better than `best` by more than `margin`; what is not finite never is. */
export function isBetter(
  value: number,
  best: number,
  options: Pick<MetricChoice, "direction"> & { readonly margin?: number },
): boolean {
  if (!Number.isFinite(value)) return false;
  if (!Number.isFinite(best)) return true;
  const gain = options.direction === "lowest" ? best - value : value - best;
  return gain > (options.margin ?? 0);
}

/** The first of the best reports; nothing when no value is finite. */
export function bestReport(
  reports: readonly TrainingReport[],
  metric: MetricChoice,
  margin = 0,
): TrainingReport | undefined {
  let best: TrainingReport | undefined;
  for (const report of reports) {
    const value = metricOf(report, metric);
    const before = best ? metricOf(best, metric) : Number.NaN;
    if (isBetter(value, before, { ...metric, margin })) best = report;
  }
  return best;
}

/** True when the last `patience` reports have brought no improvement. */
export function isPatienceOver(
  reports: readonly TrainingReport[],
  stopping: EarlyStopping & { readonly metric: MetricChoice },
): boolean {
  const best = bestReport(reports, stopping.metric, stopping.minimumImprovement);
  return reports.length - 1 - (best ? reports.indexOf(best) : -1) >= stopping.patience;
}

/** Steps whose weights are worth keeping: of the last reports, and of the best. */
export function keptSteps(
  reports: readonly TrainingReport[],
  options: { readonly last: number; readonly best: number; readonly metric: MetricChoice },
): number[] {
  const { last, best, metric } = options;
  const ranked = [...reports].sort((a, b) => {
    const [x, y] = [metricOf(a, metric), metricOf(b, metric)];
    return isBetter(x, y, metric) ? -1 : isBetter(y, x, metric) ? 1 : a.step - b.step;
  });
  const steps = [...ranked.slice(0, best), ...(last > 0 ? reports.slice(-last) : [])];
  return [...new Set(steps.map(({ step }) => step))].sort((a, b) => a - b);
}
