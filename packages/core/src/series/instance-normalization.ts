/** Each window measured by itself, so that a model sees shapes and not levels. */

/** Values of windows, `[batch, steps, features]` in row order. */
export interface WindowBatch {
  readonly values: Float32Array;
  readonly shape: readonly [batch: number, steps: number, features: number];
}

/** Level and spread of every window, `[batch, features]` in row order. */
export interface InstanceStatistics {
  readonly centers: Float32Array;
  /** Deviation from the mean of the window, plus a little, so that it is never 0. */
  readonly deviations: Float32Array;
}

/** Options of {@link normalizeInstances}. */
export interface InstanceNormalizationOptions {
  /** What becomes 0: the window's mean or its last value. @default "mean" */
  readonly center?: "mean" | "last";
  /** Added to the deviations. @default 0.01 */
  readonly epsilon?: number;
}

/**
 * Normalises every window in place: (x - center) / (deviation + epsilon), each feature by itself.
 *
 * Source: Kim et al. 2022 (RevIN), https://openreview.net/forum?id=cGDAkQo1C0p, 3.1.
 *
 * @returns What {@link denormalizeInstances} needs.
 *
 * @example
 * ```ts
 * import { denormalizeInstances, normalizeInstances } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const inputs = { values: Float32Array.of(1, 2, 3), shape: [1, 3, 1] } as const;
 * const statistics = normalizeInstances(inputs, { center: "last" });
 * assert.equal(inputs.values[2], 0);
 * const outputs = { values: Float32Array.of(0, 0), shape: [1, 2, 1] } as const;
 * denormalizeInstances(outputs, statistics);
 * assert.deepEqual([...outputs.values], [3, 3]);
 * ```
 */
export function normalizeInstances(
  { values, shape }: WindowBatch,
  { center = "mean", epsilon = 0.01 }: InstanceNormalizationOptions = {},
): InstanceStatistics {
  const [batch, steps, features] = shape;
  const centers = new Float32Array(batch * features);
  const deviations = new Float32Array(batch * features);
  for (let series = 0; series < batch * features; series++) {
    const first = Math.floor(series / features) * steps * features + (series % features);
    const end = first + steps * features;
    let sum = 0;
    for (let index = first; index < end; index += features) sum += values[index] as number;
    const mean = sum / steps;
    let squares = 0;
    for (let index = first; index < end; index += features) {
      squares += ((values[index] as number) - mean) ** 2;
    }
    centers[series] = center === "mean" ? mean : (values[end - features] as number);
    deviations[series] = Math.sqrt(squares / steps) + epsilon;
    // As they are kept: rounded to 32 bits.
    const [level, spread] = [centers[series] as number, deviations[series] as number];
    for (let index = first; index < end; index += features) {
      values[index] = ((values[index] as number) - level) / spread;
    }
  }
  return { centers, deviations };
}

/** Undoes {@link normalizeInstances} in place; the number of steps may be another. */
export function denormalizeInstances(
  { values, shape }: WindowBatch,
  { centers, deviations }: InstanceStatistics,
): void {
  const [batch, steps, features] = shape;
  for (let sample = 0, index = 0; sample < batch; sample++) {
    for (let step = 0; step < steps; step++) {
      for (let feature = 0; feature < features; feature++, index++) {
        const series = sample * features + feature;
        values[index] =
          (values[index] as number) * (deviations[series] as number) + (centers[series] as number);
      }
    }
  }
}
