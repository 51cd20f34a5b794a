import { fitScaler, loadEngine, Random, scaleValues } from "@encdec/core";
import { expect, it } from "vitest";
import type { RunConfig } from "./config.ts";
import { loadData } from "./data.ts";
import { dataOptionsOf } from "./data-settings.ts";
import { Forecaster } from "./decode.ts";
import { SeriesEncoder } from "./encode.ts";
import { buildModel } from "./model.ts";
import { presets } from "./presets.ts";
import { fitRidge } from "./ridge.ts";
import { startWithRidge } from "./ridge-start.ts";

const { tiny } = presets;

it.each([
  ["own", false],
  ["own", true],
  ["shared", false],
  ["shared", true],
] as const)(
  "begins with the errors of ridge regression, weights %s, channel independence %s",
  async (sharing, channelIndependence) => {
    await loadEngine();
    const config: RunConfig = {
      ...tiny,
      data: { ...tiny.data, pastCovariates: [] },
      window: { lookback: 14, horizon: 3, stride: 1, calendar: [] },
      model: {
        ...tiny.model,
        ...{ kind: "repeatVector", channelIndependence },
        instanceNormalization: "last",
        linearSkip: sharing,
        linearWeights: "ridge",
      },
      distribution: { ...tiny.distribution, kind: "point", calibration: "none" },
      dataFingerprint: "",
      checksums: {},
      madeWith: { encdec: "", node: "", engine: "" },
    };
    const data = await loadData(dataOptionsOf(config.data));
    const encoder = SeriesEncoder.fit(config, data);
    const model = buildModel(config, encoder.sizes, Random.fromSeed(1));
    const forecaster = new Forecaster(config, encoder, model);
    const training = forecaster.windowSet(data, "train");
    const validation = forecaster.windowSet(data, "validation");
    const before = forecaster.errors(validation).loss;
    startWithRidge(forecaster, data, training.encoded);
    const after = forecaster.errors(validation).loss;
    // The same in the data's units, where every forecast has to find its place.
    const { values } = forecaster.actuals(validation);
    const { middle } = forecaster.forecastWindows(validation);
    const scales = forecaster.encoder.scalersOf("").map(({ scale }) => scale);
    const squares = Array.from(
      middle.values,
      (value, i) => ((value - (values[i] ?? 0)) / (scales[i % scales.length] ?? 1)) ** 2,
    );
    expect(squares.reduce((sum, square) => sum + square) / squares.length).toBeCloseTo(after, 4);
    forecaster.dispose();

    const series = data.series.map(({ columns, split }) => ({
      columns: columns.map((column) => {
        const copy = column.slice();
        const part = copy.subarray(split.train.from, split.train.to);
        scaleValues(copy, fitScaler([part.slice()], { scaling: "standard" }));
        return copy;
      }),
      ...split,
    }));
    const ridge = fitRidge(series, { lookback: 14, horizon: 3, sharing });
    // The network adds a hundredth of what it has not learnt yet; the regression is that of the last values of each window.
    expect(after / ridge.validationMeanSquaredError).toBeCloseTo(1, 2);
    expect(before).toBeGreaterThan(1.2 * after);
  },
);
