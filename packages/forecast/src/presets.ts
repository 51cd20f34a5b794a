/** Sets of settings by size. */
import type { ForecastConfig } from "./config.ts";

/** Names of the presets. */
export type PresetName = "tiny" | "small" | "full" | "tutorial" | "hourly" | "patched";

const small: ForecastConfig = {
  seed: 1,
  data: {
    from: "seattle-weather", // four years of days, from a package
    targets: ["temp_max", "temp_min", "wind"],
    pastCovariates: ["precipitation"], // helps, and is mostly 0: hard to forecast
    timeZone: "UTC",
    unordered: "refuse",
    duplicates: "refuse",
    gaps: "fill",
    missing: "refuse",
    validationShare: 0.2, // most of a year
    testShare: 0.2, // from March to December 2015
  },
  window: {
    lookback: 21, // three weeks
    horizon: 7, // a week
    stride: 1,
    calendar: ["dayOfYear"], // four years are few: the season has to be told
  },
  scaling: {
    scaling: "standard",
    transform: "none",
    scope: "series",
    differencing: 0,
  },
  model: {
    kind: "encoderDecoder",
    cell: "lstm",
    units: 48, // few rows: wider ones learn them by heart
    layers: 1,
    direction: "forward",
    attention: "none",
    dropout: 0.2,
    recurrentDropout: 0,
    teacherForcing: 0, // reads its own outputs, as in use
    instanceNormalization: "none", // the calendar tells the level
    channelIndependence: false,
    patchLength: 1,
    linearSkip: "none",
    linearWeights: "learned",
    carriedLookbacks: 0,
  },
  distribution: {
    kind: "gaussian",
    error: "squared",
    quantiles: [0.05, 0.25, 0.5, 0.75, 0.95],
    interval: 0.9,
    calibration: "conformal",
  },
  training: {
    epochs: 40,
    batchSize: 32,
    learningRate: 0.002,
    schedule: "cosine", // small steps at the end
    clipNorm: 1,
    patience: 10,
    precision: "float32",
  },
};

/** Sets of settings. */
export const presets: { readonly [name in PresetName]: ForecastConfig } = {
  /** Seconds: shows that everything works. */
  tiny: {
    ...small,
    window: { ...small.window, lookback: 14, stride: 3 },
    model: { ...small.model, units: 16, dropout: 0 },
    training: { ...small.training, epochs: 3, learningRate: 0.01 },
  },
  /** Seconds on two cores: the default. */
  small,
  /** For 100,000 rows and more, of several series. */
  full: {
    ...small,
    window: { ...small.window, lookback: 96, horizon: 24, calendar: ["hourOfDay", "dayOfWeek"] },
    model: { ...small.model, units: 256, layers: 2, attention: "general", dropout: 0.3 },
    distribution: { ...small.distribution, kind: "studentT" }, // far values cost less
    training: { ...small.training, epochs: 20, batchSize: 128, learningRate: 0.001, patience: 4 },
  },
  /** The model of Keras's tutorials: two variables, 21 steps in, 7 out, one vector read at every step. */
  tutorial: {
    ...small,
    data: { ...small.data, targets: ["temp_max", "wind"], pastCovariates: [] },
    window: { ...small.window, calendar: [] },
    scaling: { ...small.scaling, scaling: "min-max" },
    model: { ...small.model, kind: "repeatVector", units: 100, dropout: 0 },
    distribution: { ...small.distribution, kind: "point" }, // mean squared error
    training: { ...small.training, learningRate: 0.001 },
  },
  /** Hours that nearly repeat: Seattle's normals. */
  hourly: {
    ...small,
    data: { ...small.data, from: "seattle-hourly", targets: undefined, pastCovariates: [] },
    window: { lookback: 48, horizon: 24, stride: 1, calendar: ["hourOfDay"] },
    model: {
      ...small.model,
      kind: "repeatVector",
      instanceNormalization: "last", // the test's months are not those of training
      channelIndependence: true,
      patchLength: 12,
      linearSkip: "own",
      linearWeights: "ridge", // nearly right by itself: the network learns what it leaves
    },
    training: { ...small.training, epochs: 10 },
  },
  /** ETTh1's seven variables, 12, 4 and 4 months of hours: `--data ETTh1.csv`. */
  patched: {
    ...small,
    data: {
      ...small.data,
      from: "ETTh1.csv",
      targets: undefined, // all seven
      pastCovariates: [],
      trainRows: 8640, // 12 months of 30 days
      validationRows: 2880,
      testRows: 2880,
    },
    window: { lookback: 96, horizon: 24, stride: 1, calendar: [] }, // four days; for a horizon of 96, two weeks
    model: {
      ...small.model,
      kind: "repeatVector",
      units: 128,
      dropout: 0.3,
      instanceNormalization: "last", // shapes, not levels
      channelIndependence: true, // seven times the windows, no chance correlations
      patchLength: 12, // 8 steps of half a day
      linearSkip: "own", // over two weeks "shared": one a variable learns chance
      linearWeights: "ridge", // the network learns what ridge regression leaves
    },
    distribution: { ...small.distribution, kind: "point" }, // what the table compares is squared error
    training: { ...small.training, epochs: 4, learningRate: 0.0005, patience: 4 },
  },
};
