/** Series to batches of scaled windows, and forecasts back to the data's units. */
import {
  type Column,
  calendarFeatures,
  type RowRange,
  type Scaler,
  scaleValue,
  type TimeZone,
  unscaleValue,
  type WindowOrigin,
  type Windows,
  windowsOf,
} from "@encdec/core";
import { RUN_FILES, type RunSource, readRunFile } from "@encdec/core/persistence";
import { type ColumnRoles, columnRoles } from "./column-roles.ts";
import type { ForecastConfig, RunConfig } from "./config.ts";
import type { ForecastData } from "./data.ts";
import {
  ALL_SERIES,
  changes,
  type FittedScalers,
  fitScalers,
  isDifferenced,
  readScalers,
} from "./fit-scalers.ts";
import {
  type EncodedSeries,
  type FeatureSizes,
  fillRows,
  type WindowNumbers,
} from "./window-rows.ts";

/** A series that windows are cut from. */
export interface WindowSource {
  readonly name: string;
  /** As measured, in the data's order. */
  readonly columns: readonly Float32Array[];
  /** Milliseconds since 1970 of a row; rows after the last are asked for, too. */
  readonly timeAt: (row: number) => number;
}

/** The preparation of the series, the same in training and in use. */
export class SeriesEncoder {
  readonly roles: ColumnRoles;
  readonly sizes: FeatureSizes;
  readonly #config: ForecastConfig;
  readonly #state: FittedScalers;

  private constructor(config: ForecastConfig, state: FittedScalers) {
    this.#config = config;
    this.#state = state;
    this.roles = columnRoles(config.data, state.columns);
    const { targets, pastCovariates, knownCovariates, staticCovariates } = this.roles;
    const future =
      knownCovariates.length + 2 * config.window.calendar.length + staticCovariates.length;
    this.sizes = {
      targets: targets.length,
      covariates: pastCovariates.length + future,
      future,
      hasMask: config.data.missing === "mask",
    };
  }

  /** Fits the scalers on the training rows. */
  static fit(config: ForecastConfig, data: ForecastData): SeriesEncoder {
    return new SeriesEncoder(config, fitScalers(config, data));
  }

  /**
   * The preparation of a run.
   *
   * @throws {Error} If a file is missing or damaged.
   */
  static async read(run: RunSource, config: RunConfig): Promise<SeriesEncoder> {
    const state = await readRunFile(run, RUN_FILES.scaler, {
      checksums: config.checksums,
      parse: readScalers,
    });
    return new SeriesEncoder(config, state);
  }

  /** What was fitted, by the names of the files in the run folder. */
  files(): { readonly [file: string]: string } {
    return { [RUN_FILES.scaler]: `${JSON.stringify(this.#state, null, 1)}\n` };
  }

  /** Names of all columns, in order. */
  get columns(): readonly string[] {
    return this.#state.columns;
  }

  /** Names of the targets, in order. */
  get targetNames(): readonly string[] {
    return this.roles.targets.map((place) => this.columns[place] as string);
  }

  /** Rows that a window reads before its origin. */
  get rowsRead(): number {
    return this.#config.window.lookback * (1 + this.#config.model.carriedLookbacks);
  }

  /**
   * All windows whose forecast rows lie within the ranges.
   *
   * @throws {RangeError} If there is none.
   */
  windows(ranges: readonly RowRange[], stride: number): Windows {
    const { horizon } = this.#config.window;
    return windowsOf(ranges, { lookback: this.rowsRead, horizon, stride });
  }

  /**
   * A series as the model reads it.
   *
   * @throws {RangeError} If it is scaled by itself and was not trained on.
   */
  encode({ name, columns, timeAt }: WindowSource, zone: TimeZone): EncodedSeries {
    const scalers = this.scalersOf(name);
    const { differencing } = this.#config.scaling;
    const scaled = (place: number): Column => {
      const [column, scaler] = [columns[place] as Float32Array, scalers[place] as Scaler];
      const value = isDifferenced(this.roles, place, differencing)
        ? changes(column, differencing)
        : (row: number): number => column[row] as number;
      return (row) => scaleValue(value(row), scaler);
    };
    const { targets, pastCovariates, knownCovariates, staticCovariates } = this.roles;
    const future = [
      ...knownCovariates.map(scaled),
      ...calendarFeatures(this.#config.window.calendar, { timeAt, zone }),
      ...staticCovariates.map((place) => {
        const value = scaleValue(
          (columns[place] as Float32Array)[0] as number,
          scalers[place] as Scaler,
        );
        return () => value;
      }),
    ];
    return {
      targets: targets.map(scaled),
      covariates: [...pastCovariates.map(scaled), ...future],
      future,
    };
  }

  /** Fills windows with their numbers. */
  fill(series: readonly EncodedSeries[], windows: readonly WindowOrigin[]): WindowNumbers {
    const { model, window } = this.#config;
    return fillRows(series, windows, {
      sizes: this.sizes,
      lookback: this.rowsRead,
      horizon: window.horizon,
      isApart: model.channelIndependence,
      center: model.instanceNormalization,
    });
  }

  /** Scalers of a series by column. @throws {RangeError} If it is scaled by itself and was not trained on. */
  scalersOf(name: string): readonly Scaler[] {
    const { series } = this.#state;
    const scalers = series[ALL_SERIES] ?? series[name];
    if (scalers) return scalers;
    throw new RangeError(
      `Cannot scale a series: with scaling.scope "series" its name must be one of ${Object.keys(series).slice(0, 10).join(", ")}, got "${name}"`,
    );
  }

  /**
   * Turns scaled values of one variable from `origin` on into the data's unit, in place.
   *
   * @param options.column What was measured before the origin.
   */
  decode(
    values: Float32Array,
    options: {
      readonly scaler: Scaler;
      readonly column: Float32Array;
      readonly origin: number;
    },
  ): void {
    const { scaler, column, origin } = options;
    const { differencing: lag } = this.#config.scaling;
    for (let step = 0; step < values.length; step++) {
      const value = unscaleValue(values[step] as number, scaler);
      if (lag === 0) values[step] = value;
      else {
        const before =
          step < lag ? lastKnown(column, origin + step - lag) : (values[step - lag] as number);
        values[step] = value + before;
      }
    }
  }
}

function lastKnown(column: Float32Array, row: number): number {
  for (let place = row; place >= 0; place--) {
    const value = column[place] as number;
    if (!Number.isNaN(value)) return value;
  }
  return 0;
}
