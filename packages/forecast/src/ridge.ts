/** The linear baseline: ridge regression from the lookback to every step of the horizon. */
import type { RowRange } from "@encdec/core";
import { chooseStrength, type Regression } from "./ridge-strength.ts";
import { WindowMoments, type WindowSize } from "./window-moments.ts";

/** One series to fit a ridge regression on. */
export interface RidgeSeries {
  /** By variable. */
  readonly columns: readonly Float32Array[];
  readonly train: RowRange;
  readonly validation: RowRange;
}

/** Options of {@link fitRidge}. */
export interface RidgeOptions extends WindowSize {
  /**
   * Whether all variables share one regression or each has its own. Those that share must be scaled alike.
   * @default the better on the validation rows
   */
  readonly sharing?: "shared" | "own" | undefined;
  /** Penalties that are tried, as shares of the mean square of an input. */
  readonly strengths?: readonly number[] | undefined;
}

/** A fitted ridge regression. */
export interface Ridge extends WindowSize {
  readonly sharing: "shared" | "own";
  /** Chosen on the validation rows, one a regression. */
  readonly strengths: readonly number[];
  /** Of each variable: `[lookback - 1, horizon]` in row order; the same array where it is shared. */
  readonly weights: readonly Float64Array[];
  /** On the validation rows, in the unit of the columns. */
  readonly validationMeanSquaredError: number;
}

const STRENGTHS = [1e-5, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 10];

/**
 * Fits y_(t + h) - x_t = sum_i W_ih (x_(t - i) - x_t) by the normal equations (X'X + strength) W = X'Y, one
 * column of weights for every step h. Windows with a missing value are left out.
 *
 * Source: Zeng et al. 2023 (NLinear), https://arxiv.org/abs/2205.13504, section 3, with a ridge penalty.
 *
 * @throws {RangeError} If the training or validation rows of all series hold no window.
 *
 * @example
 * ```ts
 * import { baselineForecasts, fitRidge, linearBaseline } from "@encdec/forecast";
 * import { windowsOf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const wave = Float32Array.from({ length: 100 }, (_, row) => 10 + Math.sin(row));
 * const [train, validation] = [{ from: 0, to: 60 }, { from: 60, to: 80 }];
 * const size = { lookback: 4, horizon: 2 };
 * const ridge = fitRidge([{ columns: [wave], train, validation }], size);
 * const windows = windowsOf([{ from: 80, to: 100 }], size);
 * const { values } = baselineForecasts(linearBaseline(ridge), { series: [[wave]], windows });
 * assert.closeTo(values[1] ?? 0, wave[81] ?? 0, 0.01);
 * ```
 */
export function fitRidge(series: readonly RidgeSeries[], options: RidgeOptions): Ridge {
  const { lookback, horizon, sharing } = options;
  const size = { lookback, horizon };
  const variables = series[0]?.columns.length ?? 0;
  const train = sumMoments(series, { size, variables, part: "train" });
  const validation = sumMoments(series, { size, variables, part: "validation" });
  const strengths = options.strengths ?? STRENGTHS;
  const candidates = (sharing ? [sharing] : (["shared", "own"] as const)).map((kind): Ridge => {
    const fitted =
      kind === "own"
        ? train.map((own, index) => ({
            train: own,
            validation: validation[index] as WindowMoments,
          }))
        : [{ train: sumOf(train), validation: meanOf(validation) }];
    const regressions = fitted.map((moments) => chooseStrength(moments, strengths));
    return {
      ...size,
      sharing: kind,
      strengths: regressions.map(({ strength }) => strength),
      weights: train.map((_, index) => {
        const { weights } = regressions[kind === "own" ? index : 0] as Regression;
        return weights;
      }),
      validationMeanSquaredError:
        regressions.reduce((sum, { error }) => sum + error, 0) / regressions.length,
    };
  });
  return candidates.reduce((best, ridge) =>
    ridge.validationMeanSquaredError < best.validationMeanSquaredError ? ridge : best,
  );
}

function sumMoments(
  series: readonly RidgeSeries[],
  options: {
    readonly size: WindowSize;
    readonly variables: number;
    readonly part: "train" | "validation";
  },
): WindowMoments[] {
  const { size, variables, part } = options;
  return Array.from({ length: variables }, (_, variable) => {
    const moments = new WindowMoments(size);
    for (const own of series) moments.add(own.columns[variable] as Float32Array, own[part]);
    if (moments.count === 0) {
      throw new RangeError(
        `Cannot fit a ridge regression: the ${part} rows must hold a window of ${size.lookback + size.horizon} rows without a missing value, got none for variable ${variable + 1}`,
      );
    }
    return moments;
  });
}

function sumOf(all: readonly WindowMoments[]): WindowMoments {
  const sum = new WindowMoments((all[0] as WindowMoments).size);
  for (const moments of all) sum.merge(moments);
  return sum;
}

/** Every variable counts alike, however many windows it has. */
function meanOf(all: readonly WindowMoments[]): WindowMoments {
  const mean = new WindowMoments((all[0] as WindowMoments).size);
  for (const moments of all) mean.merge(moments, 1 / moments.count);
  return mean;
}
