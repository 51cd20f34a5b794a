/** Forecasts with a trained model. */
import {
  type EncoderRunOptions,
  loadEngine,
  Random,
  tf,
  type WindowOrigin,
  type Windows,
  type WindowValues,
} from "@encdec/core";
import {
  folderSource,
  RUN_FILES,
  type RunSource,
  readRunConfig,
  readRunWeights,
} from "@encdec/core/persistence";
import { windowTensors } from "./batch-tensors.ts";
import {
  type Calibration,
  calibrate,
  fitCalibration,
  type IntervalForecasts,
} from "./calibration.ts";
import { RUNS, type RunConfig } from "./config.ts";
import type { History, PartedData } from "./data.ts";
import {
  distributionLoss,
  middlePlace,
  parameterAt,
  parameterCount,
  quantileFunction,
} from "./distribution.ts";
import { SeriesEncoder } from "./encode.ts";
import type { ForecastModel } from "./forecast-model.ts";
import { type ForecastOptions, forecastSeries, type SeriesForecast } from "./forecast-series.ts";
import { buildModel } from "./model.ts";
import { originsOf, windowBatches } from "./window-batches.ts";
import type { EncodedSeries } from "./window-rows.ts";
import { windowSource } from "./window-source.ts";

/** Windows in a batch where nothing is learnt. */
const BATCH = 256;

/** Loss and absolute error of windows, in scaled units. */
export interface WindowErrors {
  readonly loss: number;
  readonly mae: number;
}

/** Windows with the series that they lie in. */
export interface WindowSet {
  /** Measured columns of each series, in the data's order, and its name. */
  readonly series: readonly { readonly name: string; readonly columns: readonly Float32Array[] }[];
  readonly encoded: readonly EncodedSeries[];
  readonly windows: Windows;
}

/**
 * Forecasts series; holds a model until {@link Forecaster.dispose}.
 *
 * ```
 * const forecaster = await Forecaster.load("runs/forecast");
 * const [forecast] = await forecaster.forecast(await loadHistory(options), { horizon: 14 });
 * ```
 */
export class Forecaster {
  readonly config: RunConfig;
  readonly encoder: SeriesEncoder;
  readonly model: ForecastModel;
  /** Factors of the intervals; nothing where they are not calibrated. */
  calibration: Calibration | undefined;

  constructor(
    config: RunConfig,
    encoder: SeriesEncoder,
    model: ForecastModel,
    calibration?: Calibration,
  ) {
    this.config = config;
    this.encoder = encoder;
    this.model = model;
    this.calibration = calibration;
  }

  /**
   * Loads a trained run.
   *
   * @param run A run folder, or another source of its files.
   * @throws {Error} If a file is missing or damaged, or the run is of another task.
   */
  static async load(run: string | RunSource): Promise<Forecaster> {
    const source = typeof run === "string" ? folderSource(run) : run;
    const config = await readRunConfig(source, RUNS);
    const encoder = await SeriesEncoder.read(source, config);
    const weights = await readRunWeights(source);
    const calibration = await source.read(RUN_FILES.calibration);
    await loadEngine();
    const model = buildModel(config, encoder.sizes, Random.fromSeed(config.seed));
    try {
      model.parameters.write(weights);
    } catch (error) {
      model.dispose();
      throw new Error(
        `Cannot load the run ${source.name}: its weights do not fit its settings (${(error as Error).message})`,
      );
    }
    const factors = calibration && JSON.parse(new TextDecoder().decode(calibration));
    return new Forecaster(config, encoder, model, factors);
  }

  /** Names of what is forecast. */
  get targets(): readonly string[] {
    return this.encoder.targetNames;
  }

  /** True when forecasts have prediction intervals: without calibration, a point forecast has none. */
  get hasIntervals(): boolean {
    return this.config.distribution.kind !== "point" || this.calibration !== undefined;
  }

  /**
   * Forecasts series from their ends on.
   *
   * @throws {RangeError} If a series is shorter than a window, or covariates of the forecast rows are missing.
   */
  async forecast(history: History, options: ForecastOptions = {}): Promise<SeriesForecast[]> {
    return history.series.map((series) => forecastSeries(this, { history, series, ...options }));
  }

  /** The windows of one part of the data. */
  windowSet(data: PartedData, part: "train" | "validation" | "test", stride = 1): WindowSet {
    const { series, zone } = data;
    return {
      series,
      encoded: series.map((own) => this.encoder.encode(windowSource(own, data), zone)),
      windows: this.encoder.windows(
        series.map(({ split }) => split[part]),
        stride,
      ),
    };
  }

  /** Sum of the losses of windows, and how many values there are; runs inside `tf.tidy`. */
  loss(
    encoded: readonly EncodedSeries[],
    origins: readonly WindowOrigin[],
    options: EncoderRunOptions = {},
  ): tf.Scalar {
    const windows = this.#tensors(encoded, origins);
    const parameters = this.model.run(windows, options);
    return distributionLoss(this.config.distribution, parameters, windows);
  }

  /** Output of every layer by its name. */
  layerOutputs(
    encoded: readonly EncodedSeries[],
    origins: readonly WindowOrigin[],
  ): { readonly [name: string]: tf.Tensor } {
    return this.model.layerOutputs(this.#tensors(encoded, origins));
  }

  /** Mean loss and mean absolute error over all known values, in scaled units. */
  errors({ encoded, windows }: WindowSet): WindowErrors {
    const { distribution } = this.config;
    let [loss, absolute, count] = [0, 0, 0];
    for (const batch of windowBatches(windows.count, { batchSize: BATCH })) {
      tf.tidy(() => {
        const tensors = this.#tensors(encoded, originsOf(windows, batch));
        const parameters = this.model.run(tensors);
        const middle = parameterAt(parameters, middlePlace(distribution));
        const errors = tf.abs(tf.sub(middle, tensors.targets));
        loss += number(distributionLoss(distribution, parameters, tensors));
        const { weights, targets } = tensors;
        absolute += number(tf.sum(weights ? tf.mul(errors, weights) : errors));
        count += weights ? number(tf.sum(weights)) : targets.size;
      });
    }
    return { loss: loss / count, mae: absolute / count };
  }

  /** Calibrates the intervals on windows that were not trained on, as the settings say. */
  calibrate(set: WindowSet): void {
    const { calibration, interval } = this.config.distribution;
    this.calibration = undefined;
    if (calibration === "none") return;
    const forecasts = this.forecastWindows(set);
    this.calibration = fitCalibration(forecasts, this.actuals(set), interval);
  }

  /** Forecasts of windows with their intervals, in the data's unit. */
  forecastWindows(set: WindowSet): IntervalForecasts & {
    readonly lower: { readonly values: Float32Array };
    readonly upper: { readonly values: Float32Array };
  } {
    const { interval } = this.config.distribution;
    const shares = [0.5, (1 - interval) / 2, (1 + interval) / 2];
    const shape = [set.windows.count, this.config.window.horizon, this.targets.length] as const;
    const size = shape[0] * shape[1] * shape[2];
    const parts = shares.map(() => ({ values: new Float32Array(size), shape }));
    for (const batch of windowBatches(set.windows.count, { batchSize: BATCH })) {
      const origins = originsOf(set.windows, batch);
      const found = this.quantiles(set, origins, shares);
      const first = (batch[0] as number) * shape[1] * shape[2];
      for (const [index, values] of found.entries()) parts[index]?.values.set(values, first);
    }
    const [middle, lower, upper] = parts as [
      (typeof parts)[0],
      (typeof parts)[0],
      (typeof parts)[0],
    ];
    const forecasts = { middle, lower, upper };
    if (this.calibration) calibrate(forecasts, this.calibration);
    return forecasts;
  }

  /** Quantiles of windows in the data's unit, not calibrated: of each share `[windows, horizon, targets]`. */
  quantiles(
    set: Pick<WindowSet, "series" | "encoded">,
    origins: readonly WindowOrigin[],
    shares: readonly (number | ((window: number, target: number) => number))[],
  ): Float32Array[] {
    const { distribution, window } = this.config;
    const { channelIndependence } = this.config.model;
    // Read outside: tidy would look for tensors among the values.
    const outputs = tf.tidy(() => this.model.run(this.#tensors(set.encoded, origins)));
    const parameters = outputs.dataSync();
    outputs.dispose();
    const width = parameterCount(distribution);
    const quantileAt = quantileFunction(distribution);
    const middle = middlePlace(distribution);
    const targets = this.targets.length;
    const row = new Float32Array(window.horizon);
    return shares.map((share) => {
      const values = new Float32Array(origins.length * window.horizon * targets);
      for (const [index, { series, origin }] of origins.entries()) {
        const { name, columns } = set.series[series] as WindowSet["series"][number];
        const scalers = this.encoder.scalersOf(name);
        for (const [target, place] of this.encoder.roles.targets.entries()) {
          const wanted = typeof share === "number" ? share : share(index, target);
          const first = index * window.horizon * targets + target;
          const own = (index * targets + target) * window.horizon; // a row of its own
          for (let step = 0; step < window.horizon; step++) {
            const at = (channelIndependence ? own + step : first + step * targets) * width;
            row[step] =
              wanted === 0.5
                ? (parameters[at + middle] as number)
                : quantileAt(parameters as Float32Array, at, wanted);
          }
          const scaler = scalers[place];
          const column = columns[place];
          if (!scaler || !column) continue;
          this.encoder.decode(row, { scaler, column, origin });
          for (let step = 0; step < window.horizon; step++) {
            values[first + step * targets] = row[step] as number;
          }
        }
      }
      return values;
    });
  }

  /** What came to pass in windows, in the data's unit; not a number where nothing is known. */
  actuals({ series, windows }: WindowSet): WindowValues & { readonly values: Float32Array } {
    const { targets } = this.encoder.roles;
    const { horizon, count } = windows;
    const values = new Float32Array(count * horizon * targets.length);
    let index = 0;
    for (let sample = 0; sample < count; sample++) {
      const { series: own, origin } = windows.at(sample);
      for (let row = origin; row < origin + horizon; row++) {
        for (const place of targets) values[index++] = series[own]?.columns[place]?.[row] as number;
      }
    }
    return { values, shape: [count, horizon, targets.length] };
  }

  /** Frees the model. */
  dispose(): void {
    this.model.dispose();
  }

  #tensors(encoded: readonly EncodedSeries[], origins: readonly WindowOrigin[]) {
    const { rowsRead: read, sizes } = this.encoder;
    const steps = { read, horizon: this.config.window.horizon };
    return windowTensors(this.encoder.fill(encoded, origins), sizes, steps);
  }
}

function number(tensor: tf.Tensor): number {
  return tensor.dataSync()[0] as number;
}
