import { loadEngine, Random, tf } from "@encdec/core";
import { beforeAll, describe, expect, it } from "vitest";
import type { WindowTensors } from "./batch-tensors.ts";
import type { ForecastConfig } from "./config.ts";
import { distributionLoss, parameterCount } from "./distribution.ts";
import type { ForecastModel } from "./forecast-model.ts";
import { buildModel } from "./model.ts";
import { presets } from "./presets.ts";
import type { FeatureSizes } from "./window-rows.ts";

const LOOKBACK = 12;
const HORIZON = 5;

interface Changes {
  readonly model?: Partial<ForecastConfig["model"]>;
  readonly distribution?: Partial<ForecastConfig["distribution"]>;
  readonly sizes?: Partial<FeatureSizes>;
}

function settingsOf({ model, distribution }: Changes) {
  const { tiny } = presets;
  return {
    model: { ...tiny.model, units: 8, ...model },
    distribution: { ...tiny.distribution, ...distribution },
    window: { ...tiny.window, lookback: LOOKBACK, horizon: HORIZON },
  };
}

/** Windows of random numbers, as many steps as are read; each variable a row where the settings say so. */
function windowsOf({ model = {}, sizes: changed }: Changes, batch = 3): WindowTensors {
  const sizes = { ...SIZES, ...changed };
  const [rows, variables] = model.channelIndependence
    ? [batch * sizes.targets, 1]
    : [batch, sizes.targets];
  const steps = LOOKBACK * (1 + (model.carriedLookbacks ?? 0));
  let seed = 1;
  const drawn = (...shape: [number, number, number]): tf.Tensor3D =>
    tf.randomNormal(shape, 0, 1, "float32", seed++);
  const statistics = (): tf.Tensor4D => tf.expandDims(drawn(rows, 1, variables), 3);
  return {
    past: drawn(rows, steps, variables),
    covariates: drawn(batch, steps, sizes.covariates),
    ...(sizes.hasMask && { known: tf.ones([rows, steps, variables]) }),
    future: drawn(batch, HORIZON, sizes.future),
    center: statistics(),
    deviation: tf.add(tf.abs(statistics()), 0.5),
    targets: drawn(rows, HORIZON, variables),
    weights: tf.ones([rows, HORIZON, variables]),
  };
}

const SIZES: FeatureSizes = { targets: 2, covariates: 3, future: 2, hasMask: false };

function withModel(
  changes: Changes,
  use: (model: ForecastModel, windows: WindowTensors) => void,
): void {
  const sizes = { ...SIZES, ...changes.sizes };
  const model = buildModel(settingsOf(changes), sizes, Random.fromSeed(2));
  tf.tidy(() => {
    use(model, windowsOf(changes));
  });
  model.dispose();
}

beforeAll(() => loadEngine());

const FORMS: { readonly [name: string]: Changes } = {
  "repeat vector": { model: { kind: "repeatVector" } },
  "repeat vector, patches, channel independence, skip of each variable": {
    model: {
      kind: "repeatVector",
      patchLength: 4,
      channelIndependence: true,
      linearSkip: "own",
    },
    distribution: { kind: "point" },
  },
  "own outputs fed back": {},
  "own outputs fed back, stacked, attention, Student's t": {
    model: { layers: 2, attention: "additive" },
    distribution: { kind: "studentT" },
  },
  "own outputs fed back, patches, channel independence, shared skip, quantiles": {
    model: { patchLength: 3, channelIndependence: true, linearSkip: "shared" },
    distribution: { kind: "quantiles" },
  },
  "scheduled sampling with a skip": { model: { teacherForcing: 0.5, linearSkip: "shared" } },
  "teacher forcing, GRU": { model: { teacherForcing: 1, cell: "gru" } },
  "carried states, both kinds of input": {
    model: { carriedLookbacks: 2, layers: 2 },
    sizes: { hasMask: true },
  },
  "two directions, no covariates": {
    model: { direction: "concatenate", attention: "general" },
    sizes: { covariates: 0, future: 0 },
  },
};

describe.each(Object.entries(FORMS))("%s", (_, changes) => {
  const { distribution } = settingsOf(changes);

  it("gives parameters for every value, and names its layers", () => {
    withModel(changes, (model, windows) => {
      const parameters = model.run(windows);
      const rows = changes.model?.channelIndependence ? [3 * 2, HORIZON, 1] : [3, HORIZON, 2];
      expect(parameters.shape).toEqual([...rows, parameterCount(distribution)]);
      expect(parameters.dataSync().every(Number.isFinite)).toBe(true);
      expect(Object.keys(model.layerOutputs(windows)).length).toBeGreaterThan(2);
    });
  });

  it("learns: every weight has a gradient, and a step along it lowers the loss", () => {
    withModel(changes, (model, windows) => {
      const seeds = (): number => 1;
      const loss = (): tf.Scalar =>
        distributionLoss(distribution, model.run(windows, { seeds }), windows);
      const { value, grads } = tf.variableGrads(loss, model.parameters.variables);
      const largest = Object.values(grads).map((grad) => tf.max(tf.abs(grad)).dataSync()[0] ?? 0);
      expect(largest).toHaveLength(model.parameters.variables.length);
      expect(Math.min(...largest)).toBeGreaterThan(0);
      const norm = Math.sqrt(
        Object.values(grads).reduce((sum, g) => sum + (tf.sum(tf.square(g)).dataSync()[0] ?? 0), 0),
      );
      for (const variable of model.parameters.variables) {
        const gradient = grads[variable.name];
        if (gradient) variable.assign(tf.sub(variable, tf.mul(gradient, 0.003 / norm)));
      }
      expect(loss().dataSync()[0]).toBeLessThan(value.dataSync()[0] ?? 0);
    });
  });
});

describe("the model", () => {
  it("is trained on what it does in use, when it reads its own outputs", () => {
    const changes = { model: { patchLength: 3, channelIndependence: true } };
    withModel(changes, (model, windows) => {
      const [used, trained] = [model.run(windows), model.run(windows, { seeds: () => 1 })];
      expect(tf.max(tf.abs(tf.sub(used, trained))).dataSync()[0]).toBeLessThan(1e-5);
    });
  });

  it("treats variables alike with channel independence", () => {
    const changes: Changes = { model: { channelIndependence: true, linearSkip: "shared" } };
    withModel(changes, (model, windows) => {
      // The two rows of each window.
      const swapped = <T extends tf.Tensor>(tensor: T): T =>
        tf.gather(tensor, tf.tensor1d([1, 0, 3, 2, 5, 4], "int32"));
      const other = {
        ...windows,
        past: swapped(windows.past),
        center: swapped(windows.center),
        deviation: swapped(windows.deviation),
      };
      const difference = tf.sub(swapped(model.run(other)), model.run(windows));
      expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(1e-5);
    });
  });

  it("remembers what came before the window when states are carried", () => {
    const changes = { model: { carriedLookbacks: 1 } };
    withModel(changes, (model, windows) => {
      const [before, last] = tf.split(windows.past, 2, 1) as [tf.Tensor3D, tf.Tensor3D];
      const past: tf.Tensor3D = tf.concat([tf.add(before, 1), last], 1);
      const difference = tf.sub(model.run({ ...windows, past }), model.run(windows));
      expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeGreaterThan(1e-3);
    });
  });

  it("begins with the last value on the linear path", () => {
    const changes = {
      model: { linearSkip: "own", kind: "repeatVector" },
      distribution: { kind: "point" },
    } as const;
    withModel(changes, (model, windows) => {
      const weights = model.parameters.read();
      const zeros = [...weights].map(([name, { shape, values }]) => [
        name,
        { shape, values: name.startsWith("output") ? new Float32Array(values.length) : values },
      ]);
      model.parameters.write(
        new Map(zeros as Iterable<[string, { shape: number[]; values: Float32Array }]>),
      );
      const last = tf.expandDims(tf.slice(windows.past, [0, LOOKBACK - 1, 0]), 3);
      const expected = tf.add(tf.mul(last, windows.deviation), windows.center);
      const difference = tf.sub(model.run(windows), expected);
      expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(1e-5);
    });
  });

  describe("that begins with given linear weights", () => {
    const kernel = Float64Array.from({ length: LOOKBACK * HORIZON }, (_, i) => Math.sin(i));
    const changes = (linearWeights: "ridge" | "ridgeStart"): Changes => ({
      model: { linearSkip: "shared", linearWeights, kind: "repeatVector" },
      distribution: { kind: "point" },
    });

    it("gives what they give, and a hundredth of what the network writes", () => {
      withModel(changes("ridge"), (model, windows) => {
        const unmoved = (): tf.Tensor => {
          const last = tf.expandDims(tf.slice(windows.past, [0, LOOKBACK - 1, 0]), 3);
          return tf.add(tf.mul(last, windows.deviation), windows.center);
        };
        const written = tf.sub(model.run(windows), unmoved()); // the path begins with the last value
        model.startLinear([kernel]);
        const last = tf.slice(windows.past, [0, LOOKBACK - 1, 0]);
        const moves = tf.matMul(
          tf.reshape(tf.transpose(tf.sub(windows.past, last), [0, 2, 1]), [3 * 2, LOOKBACK]),
          tf.tensor2d(Float32Array.from(kernel), [LOOKBACK, HORIZON]),
        );
        const linear = tf.mul(
          tf.expandDims(tf.transpose(tf.reshape(moves, [3, 2, HORIZON]), [0, 2, 1]), 3),
          windows.deviation,
        );
        const expected = tf.add(tf.add(unmoved(), linear), tf.mul(written, 0.01));
        const difference = tf.max(tf.abs(tf.sub(model.run(windows), expected)));
        expect(difference.dataSync()[0]).toBeLessThan(1e-4);
        expect(tf.max(tf.abs(written)).dataSync()[0]).toBeGreaterThan(0.01);
      });
    });

    it.each([
      ["ridge", false],
      ["ridgeStart", true],
    ] as const)("%s: learns on from them: %s", (linearWeights, isLearned) => {
      withModel(changes(linearWeights), (model, windows) => {
        model.startLinear([kernel]);
        const { distribution } = settingsOf(changes(linearWeights));
        const loss = (): tf.Scalar => distributionLoss(distribution, model.run(windows), windows);
        const { trained, parameters } = model;
        expect([...trained.shapes.keys()].includes("skip.kernel")).toBe(isLearned);
        expect(trained.variables.map(({ shape }) => shape)).toEqual([...trained.shapes.values()]);
        expect([...trained.read().keys()]).toEqual([...parameters.shapes.keys()]);
        const { grads } = tf.variableGrads(loss, parameters.variables);
        // A fixed path has no gradient at all.
        expect(Object.keys(grads)).toHaveLength(trained.variables.length);
        for (const { name } of trained.variables) {
          const gradient = grads[name] as tf.Tensor;
          expect(tf.max(tf.abs(gradient)).dataSync()[0]).toBeGreaterThan(0);
        }
      });
    });
  });

  it.each([
    [{ patchLength: 5 }, "Cannot use model.patchLength: it must divide window.lookback, 12, got 5"],
    [
      { direction: "concatenate", units: 7 },
      "Cannot use model.units: with model.direction concatenate it must be even, got 7",
    ],
    [
      { direction: "sum", carriedLookbacks: 1 },
      'Cannot use model.carriedLookbacks: states are carried by model.direction forward, got "sum"',
    ],
    [
      { kind: "repeatVector", attention: "dot" },
      'Cannot use model.attention: it belongs to model.kind encoderDecoder, got "dot"',
    ],
  ] as const)("refuses settings that do not fit together: %o", (model, message) => {
    expect(() => buildModel(settingsOf({ model }), SIZES, Random.fromSeed(1))).toThrow(message);
  });

  it("refuses quantiles out of order", () => {
    const settings = settingsOf({ distribution: { kind: "quantiles", quantiles: [0.9, 0.1] } });
    expect(() => buildModel(settings, SIZES, Random.fromSeed(1))).toThrow(
      "Cannot use distribution.quantiles: they must be at least one, ascending, got [0.9,0.1]",
    );
  });
});
