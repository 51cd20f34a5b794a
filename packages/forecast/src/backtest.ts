/** Rolling origin: forecasts as they would have been made one after the other, with what was known by then. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WindowOrigin, Windows } from "@encdec/core";
import type { IntervalForecasts } from "./calibration.ts";
import type { ForecastConfig } from "./config.ts";
import type { ForecastData } from "./data.ts";
import type { Forecaster, WindowSet } from "./decode.ts";
import { type EvaluateOptions, type Evaluation, scoreBeside } from "./evaluate.ts";
import { scoredWindows } from "./scored-windows.ts";
import { scoreForecasts } from "./scores.ts";
import { trainForecaster } from "./train.ts";

/** Options of {@link backtest}. */
export interface BacktestOptions extends EvaluateOptions {
  /** Rows from one origin to the next. @default the horizon: no row is forecast twice */
  readonly stride?: number | undefined;
  /** Learns anew at every origin, from all rows of `data` before it; `tested` is `data` then. @default false */
  readonly refit?: boolean | undefined;
  /** Hears how many origins are done: at the beginning none. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Scores forecasts from origins that roll over the test rows.
 *
 * Source: Tashman 2000, https://doi.org/10.1016/S0169-2070(00)00065-0, section 3.
 *
 * @throws {Error} If the test rows hold no window, or a training fails.
 */
export async function backtest(
  forecaster: Forecaster,
  options: BacktestOptions,
): Promise<Evaluation> {
  const { data, tested, refit = false, onProgress = () => {} } = options;
  if (refit && tested !== undefined && tested !== data) {
    throw new TypeError(
      "Cannot backtest: with refit the rows of data are tested, got other tested rows",
    );
  }
  const stride = options.stride ?? forecaster.config.window.horizon;
  const scoring = scoredWindows(forecaster, { ...options, stride });
  const { set, scored } = scoring;
  const forecasts = refit
    ? await refitted(forecaster, { ...options, set, onProgress })
    : forecaster.forecastWindows(set);
  const { middle, ...intervals } = forecasts;
  const model = scoreForecasts(middle, scored, forecaster.hasIntervals ? intervals : undefined);
  return scoreBeside(forecaster, { ...options, scoring, model });
}

async function refitted(
  forecaster: Forecaster,
  options: BacktestOptions & {
    readonly set: WindowSet;
    readonly onProgress: (done: number, total: number) => void;
  },
): Promise<IntervalForecasts> {
  const { data, set, onProgress, signal } = options;
  const { windows } = set;
  const size = windows.horizon * forecaster.targets.length;
  const shape = [windows.count, windows.horizon, forecaster.targets.length] as const;
  const parts = { middle: 0, lower: 0, upper: 0 };
  const values = Object.fromEntries(
    Object.keys(parts).map((part) => [part, new Float32Array(windows.count * size)]),
  ) as Record<keyof typeof parts, Float32Array>;
  const folder = await mkdtemp(join(tmpdir(), "encdec-backtest-"));
  try {
    // Windows of one time, of whichever series, share a model.
    const groups = windowsByTime(data, windows);
    let done = 0;
    onProgress(done, windows.count);
    for (const [place, { time, indices }] of groups.entries()) {
      const run = join(folder, String(place));
      const config = configUpTo(forecaster.config, { data, time });
      const trained = await trainForecaster({ config, run, evaluates: false, signal });
      if (signal?.aborted) throw new Error("Cannot go on with the backtest: it was interrupted");
      const found = trained.forecaster.forecastWindows({
        ...set,
        encoded: trained.forecaster.windowSet(data, "test").encoded,
        windows: {
          ...windows,
          count: indices.length,
          at: (index) => windows.at(indices[index] as number),
        },
      });
      trained.forecaster.dispose();
      for (const part of Object.keys(parts) as (keyof typeof parts)[]) {
        for (const [row, index] of indices.entries()) {
          const own = Float32Array.from(found[part].values).subarray(row * size, (row + 1) * size);
          values[part].set(own, index * size);
        }
      }
      await rm(run, { recursive: true });
      done += indices.length;
      onProgress(done, windows.count);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return {
    middle: { values: values.middle, shape },
    lower: { values: values.lower, shape },
    upper: { values: values.upper, shape },
  };
}

function windowsByTime(
  data: ForecastData,
  windows: Windows,
): { readonly time: number; readonly indices: number[] }[] {
  const groups = new Map<number, number[]>();
  for (let index = 0; index < windows.count; index++) {
    const { series, origin }: WindowOrigin = windows.at(index);
    const time = data.series[series]?.times.at(origin) as number;
    const group = groups.get(time);
    if (group) group.push(index);
    else groups.set(time, [index]);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([time, indices]) => ({ time, indices }));
}

/** The settings of a training that knows the rows before a time: as many for validation, the others to learn from. */
function configUpTo(
  { dataFingerprint, checksums, madeWith, ...config }: Forecaster["config"],
  { data, time }: { readonly data: ForecastData; readonly time: number },
): ForecastConfig {
  const longest = data.series.reduce((most, own) =>
    own.times.length > most.times.length ? own : most,
  );
  const origin = longest.times.rowFrom(time);
  const { validation } = longest.split;
  const validationRows = validation.to - validation.from;
  return {
    ...config,
    data: { ...config.data, trainRows: origin - validationRows, validationRows, testRows: 1 },
  };
}
