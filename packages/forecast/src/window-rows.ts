/** Windows to rows of numbers: all targets of a window beside each other, or each as a row of its own. */
import { type Column, fillWindows, normalizeInstances, type WindowOrigin } from "@encdec/core";

/** A series as the model reads it: nothing is copied, values are scaled when a window is filled. */
export interface EncodedSeries {
  /** `[targets]`. */
  readonly targets: readonly Column[];
  /** What is read beside the targets. */
  readonly covariates: readonly Column[];
  /** What is known of the forecast rows. */
  readonly future: readonly Column[];
}

/** Numbers of windows, row-major. */
export interface WindowNumbers {
  readonly count: number;
  /** As many as windows; with channel independence each target of a window is a row. */
  readonly rows: number;
  /** Targets in a row: all, or one. */
  readonly variables: number;
  /** `[rows, steps, variables]`, instance-normalised where the settings say so. */
  readonly past: Float32Array;
  /** 1 where a past value is known, `[rows, steps, variables]`; only where values may be missing. */
  readonly known?: Float32Array;
  /** `[count, steps, covariates]`. */
  readonly covariates: Float32Array;
  /** `[count, horizon, future]`. */
  readonly future: Float32Array;
  /** What was taken out of each row, `[rows, variables]` each. */
  readonly centers: Float32Array;
  readonly deviations: Float32Array;
  /** `[rows, horizon, variables]`, not instance-normalised. */
  readonly targets: Float32Array;
  /** 1 where a target is known, 0 elsewhere. */
  readonly weights: Float32Array;
}

/** Widths of what the model reads. */
export interface FeatureSizes {
  readonly targets: number;
  readonly covariates: number;
  readonly future: number;
  readonly hasMask: boolean;
}

/** Options of {@link fillRows}. */
export interface RowOptions {
  readonly sizes: FeatureSizes;
  /** Steps that are read. */
  readonly lookback: number;
  readonly horizon: number;
  /** Each target of a window becomes a row of its own. */
  readonly isApart: boolean;
  /** What of each window becomes 0, if it is normalised by itself. */
  readonly center: "none" | "mean" | "last";
}

/** Fills windows of series with their numbers. */
export function fillRows(
  series: readonly EncodedSeries[],
  windows: readonly WindowOrigin[],
  { sizes, lookback, horizon, isApart, center }: RowOptions,
): WindowNumbers {
  const count = windows.length;
  const ofTargets = isApart
    ? targetsApart(series, windows, sizes.targets)
    : { columns: series.map(({ targets }) => targets), windows };
  const rows = ofTargets.windows.length;
  const variables = isApart ? 1 : sizes.targets;
  const room = (steps: number): Float32Array => new Float32Array(rows * steps * variables);
  const fillTargets = (offset: number, steps: number, mask?: Float32Array): Float32Array => {
    const values = room(steps);
    fillWindows({ ...ofTargets, offset, steps, values, mask });
    return values;
  };
  const fill = (part: "covariates" | "future", offset: number, steps: number): Float32Array => {
    const values = new Float32Array(count * steps * sizes[part]);
    if (values.length === 0) return values;
    fillWindows({ columns: series.map((own) => own[part]), windows, offset, steps, values });
    return values;
  };
  const shape = [rows, lookback, variables] as const;
  const known = sizes.hasMask ? room(lookback) : undefined;
  const weights = room(horizon);
  const past = fillTargets(-lookback, lookback, known);
  if (known) carryForward(past, known, shape);
  const statistics =
    center === "none"
      ? { centers: room(1), deviations: room(1).fill(1) }
      : normalizeInstances({ values: past, shape }, { center });
  return {
    ...{ count, rows, variables, past },
    ...(known && { known }),
    ...statistics,
    covariates: fill("covariates", -lookback, lookback),
    future: fill("future", 0, horizon),
    targets: fillTargets(0, horizon, weights),
    weights,
  };
}

/** Each target as a series of its own, so that it becomes a row of its own. */
function targetsApart(
  series: readonly EncodedSeries[],
  windows: readonly WindowOrigin[],
  targets: number,
): { readonly columns: Column[][]; readonly windows: WindowOrigin[] } {
  return {
    columns: series.flatMap((own) => own.targets.map((column) => [column])),
    windows: windows.flatMap((window) =>
      Array.from({ length: targets }, (_, target) => ({
        series: window.series * targets + target,
        origin: window.origin,
      })),
    ),
  };
}

/** Puts the last known value of a window in the place of those that are missing. */
function carryForward(
  values: Float32Array,
  known: Float32Array,
  [count, steps, features]: readonly [number, number, number],
): void {
  for (let window = 0; window < count; window++) {
    const first = window * steps * features;
    for (let index = first + features; index < first + steps * features; index++) {
      if (known[index] === 0) values[index] = values[index - features] as number;
    }
  }
}
