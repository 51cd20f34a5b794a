/** Settings of the forecaster and its presets. */
import { createRequire } from "node:module";
import type {
  AttentionConfig,
  CalendarCycle,
  CellName,
  Direction,
  ScalerOptions,
} from "@encdec/core";
import {
  listSetting,
  modelSettings,
  runKind,
  type TrainingSettings,
  trainingSettings,
} from "@encdec/core/command-line";
import { type RunKind, type RunRecord, runRecord } from "@encdec/core/persistence";
import { z } from "zod";
import { type DataSettings, dataSettings } from "./data-settings.ts";

/** All settings of a forecaster. */
export interface ForecastConfig {
  /** Decides weights, order, dropout and drawn paths. */
  readonly seed: number;
  readonly data: DataSettings;
  readonly window: {
    /** Rows that are read. */
    readonly lookback: number;
    /** Rows that are forecast at once. */
    readonly horizon: number;
    /** Rows from one window to the next in training and validation; the test always has every window. */
    readonly stride: number;
    readonly calendar: readonly CalendarCycle[];
  };
  readonly scaling: {
    readonly scaling: ScalerOptions["scaling"];
    readonly transform: NonNullable<ScalerOptions["transform"]>;
    /** Each series by itself, or all series alike. */
    readonly scope: "series" | "all";
    /** Steps between the values whose differences are forecast; 0 forecasts values. */
    readonly differencing: number;
  };
  readonly model: {
    readonly kind: "repeatVector" | "encoderDecoder";
    readonly cell: CellName;
    readonly units: number;
    readonly layers: number;
    readonly direction: Direction;
    readonly attention: "none" | AttentionConfig["score"];
    readonly dropout: number;
    readonly recurrentDropout: number;
    readonly teacherForcing: number;
    readonly instanceNormalization: "none" | "mean" | "last";
    readonly channelIndependence: boolean;
    readonly patchLength: number;
    readonly linearSkip: "none" | "shared" | "own";
    readonly linearWeights: "learned" | "ridgeStart" | "ridge";
    readonly carriedLookbacks: number;
  };
  readonly distribution: {
    readonly kind: "point" | "gaussian" | "studentT" | "quantiles";
    /** Of the kind point. */
    readonly error: "squared" | "absolute" | "huber";
    /** Of the kind quantiles. */
    readonly quantiles: readonly number[];
    /** Share of values that a prediction interval should hold. */
    readonly interval: number;
    readonly calibration: "none" | "conformal";
  };
  readonly training: TrainingSettings;
}

/** Settings of a trained run, with what they were used on. */
export type RunConfig = ForecastConfig & RunRecord;

const whole = (minimum: number, maximum: number): z.ZodInt => z.int().min(minimum).max(maximum);

const groups = {
  seed: whole(0, 2 ** 31 - 1).describe("decides weights, order, dropout and drawn paths"),
  data: dataSettings,
  window: z.strictObject({
    lookback: whole(1, 100_000).describe("rows that are read"),
    horizon: whole(1, 10_000).describe("rows that are forecast at once"),
    stride: whole(1, 1_000_000).describe("rows from window to window in training and validation"),
    calendar: listSetting(
      z.enum(["minuteOfHour", "hourOfDay", "dayOfWeek", "dayOfMonth", "dayOfYear", "monthOfYear"]),
      "places in cycles of the calendar that the model reads",
    ),
  }),
  scaling: z.strictObject({
    scaling: z
      .enum(["none", "min-max", "standard", "robust"])
      .describe("how columns are scaled, fitted on the training rows"),
    transform: z.enum(["none", "log1p", "box-cox"]).describe("power transform before that"),
    scope: z.enum(["series", "all"]).describe("scales each series by itself, or all alike"),
    differencing: whole(0, 100_000).describe("lag of the differences that are forecast; 0: values"),
  }),
  model: z.strictObject({
    kind: z
      .enum(["repeatVector", "encoderDecoder"])
      .describe("one vector read at every step, or own outputs fed back"),
    cell: modelSettings.cell,
    units: modelSettings.units,
    layers: modelSettings.layers,
    direction: modelSettings.direction,
    attention: modelSettings.attention.describe("how the decoder looks back at the lookback"),
    dropout: modelSettings.dropout.describe(
      "share of values dropped between and after layers in training",
    ),
    recurrentDropout: modelSettings.recurrentDropout,
    teacherForcing: z
      .number()
      .min(0)
      .max(1)
      .describe("chance that a decoder step reads the true value in training"),
    instanceNormalization: z
      .enum(["none", "mean", "last"])
      .describe("centres every window on this and divides by its deviation (Kim 2022)"),
    channelIndependence: z
      .boolean()
      .describe("every variable is a series of its own, with shared weights (Nie 2023)"),
    patchLength: whole(1, 10_000).describe("steps in one input of the recurrent layers"),
    linearSkip: z
      .enum(["none", "shared", "own"])
      .describe("a linear path past the network, one or one a variable (Zeng 2023)"),
    linearWeights: z
      .enum(["learned", "ridgeStart", "ridge"])
      .describe("that path is learned, from the last value or ridge regression on; or stays that"),
    carriedLookbacks: whole(0, 100).describe(
      "lookbacks read before the window, whose state is carried on (stateful)",
    ),
  }),
  distribution: z.strictObject({
    kind: z.enum(["point", "gaussian", "studentT", "quantiles"]).describe("what is forecast"),
    error: z.enum(["squared", "absolute", "huber"]).describe("loss of the kind point"),
    quantiles: listSetting(z.number().gt(0).lt(1), "of the kind quantiles, ascending"),
    interval: z.number().gt(0).lt(1).describe("share of values that an interval should hold"),
    calibration: z
      .enum(["none", "conformal"])
      .describe("widens or narrows intervals to fit the validation rows (Romano 2019)"),
  }),
  training: trainingSettings,
};

/** Checks settings; unknown keys are refused, nothing is clamped. */
export const forecastSchema: z.ZodType<ForecastConfig> = z.strictObject(groups);

/** Runs of forecasters. */
export const RUNS: RunKind<RunConfig> = runKind(
  "forecast",
  z.strictObject({ ...groups, ...runRecord }),
);

/** Version of this package. */
export const VERSION: string = createRequire(import.meta.url)("../package.json").version;
