import { addSteps, type Scaler, timeZone } from "@encdec/core";
import { describe, expect, it } from "vitest";
import { writtenFile } from "../test/written-file.ts";
import type { ForecastConfig } from "./config.ts";
import { loadData } from "./data.ts";
import { dataOptionsOf } from "./data-settings.ts";
import { SeriesEncoder } from "./encode.ts";
import { presets } from "./presets.ts";
import { windowSource } from "./window-source.ts";

const ROWS = 60;

/** Rows of days, `a` positive and `b` any. */
function lines(change: (row: number, a: number) => number | string = (_, a) => a): string[] {
  const start = Date.UTC(2024, 0);
  const day = { step: { unit: "day", count: 1 }, zone: timeZone("UTC") } as const;
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const date = new Date(addSteps(start, row, day)).toISOString().slice(0, 10);
    return `${date},${change(row, 10 + 5 * Math.sin(row) + row / 7)},${(row % 9) - 4}`;
  });
  return ["date,a,b", ...rows];
}

type Changes = { readonly [Group in keyof ForecastConfig]?: Partial<ForecastConfig[Group]> };

function configOf(from: string, { data, window, scaling, model }: Changes = {}): ForecastConfig {
  const { tiny } = presets;
  const none = { targets: undefined, pastCovariates: [] };
  return {
    ...tiny,
    data: { ...tiny.data, ...none, ...(data as object), from },
    window: { ...tiny.window, lookback: 6, horizon: 3, calendar: [], ...(window as object) },
    scaling: { ...tiny.scaling, ...(scaling as object) },
    model: { ...tiny.model, ...(model as object) },
  };
}

async function encoderOf(rows: readonly string[], changes?: Changes) {
  const config = configOf(writtenFile(rows), changes);
  const data = await loadData(dataOptionsOf(config.data));
  const encoder = SeriesEncoder.fit(config, data);
  const encoded = data.series.map((own) => encoder.encode(windowSource(own, data), data.zone));
  return { data, encoder, encoded };
}

describe("scalers", () => {
  it.each([
    ["min-max", "none", 0],
    ["standard", "box-cox", 0],
    ["robust", "log1p", 0],
    ["standard", "none", 2],
  ] as const)(
    "of kind %s, with transform %s and differences of lag %i, know nothing of validation and test rows",
    async (scaling, transform, differencing) => {
      const changes = {
        data: { targets: ["a"] },
        scaling: { scaling, transform, differencing },
      } as const;
      const plain = await encoderOf(lines(), changes);
      const end = plain.data.series[0]?.split.train.to ?? 0;
      expect(end).toBe(36);
      const spoilt = await encoderOf(
        lines((row, a) => (row >= end ? a * 1000 : a)),
        changes,
      );
      expect(spoilt.encoder.files()).toEqual(plain.encoder.files());
    },
  );

  it("see the training rows", async () => {
    const plain = await encoderOf(lines());
    const spoilt = await encoderOf(lines((row, a) => (row === 35 ? 1000 : a)));
    expect(spoilt.encoder.files()).not.toEqual(plain.encoder.files());
  });
});

describe("windows", () => {
  it("read only rows before their origin, and forecast the rows from it on", async () => {
    const { data, encoder, encoded } = await encoderOf(lines(), { scaling: { scaling: "none" } });
    const [a = new Float32Array(), b] = data.series[0]?.columns ?? [];
    const { past, targets, centers } = encoder.fill(encoded, [{ series: 0, origin: 40 }]);
    const expected = [34, 35, 36, 37, 38, 39].flatMap((row) => [a[row], b?.[row]]);
    expect([...past]).toEqual(expected);
    expect([...targets]).toEqual([40, 41, 42].flatMap((row) => [a[row], b?.[row]]));
    expect([...centers]).toEqual([0, 0]);
  });

  it("are rows of one target each with channel independence", async () => {
    const model = { instanceNormalization: "mean" } as const;
    const rows = lines((row, a) => (row === 16 || row === 21 ? "" : a));
    const data = { missing: "mask" } as const;
    const origins = [20, 30].map((origin) => ({ series: 0, origin }));
    const plain = await encoderOf(rows, { data, model });
    const together = plain.encoder.fill(plain.encoded, origins);
    const other = await encoderOf(rows, { data, model: { ...model, channelIndependence: true } });
    const apart = other.encoder.fill(other.encoded, origins);
    expect([together.rows, together.variables]).toEqual([2, 2]);
    expect([apart.rows, apart.variables]).toEqual([4, 1]);
    for (const part of ["past", "known", "targets", "weights", "centers", "deviations"] as const) {
      const values = together[part] ?? [];
      const steps = values.length / 4;
      const expected = Array.from({ length: values.length }, (_, index) => {
        const [row, step] = [Math.floor(index / steps), index % steps];
        return values[(Math.floor(row / 2) * steps + step) * 2 + (row % 2)];
      });
      expect([...(apart[part] ?? [])]).toEqual(expected);
    }
  });

  it("never overlap the next part with what they forecast", async () => {
    const { data, encoder } = await encoderOf(lines());
    const split = data.series[0]?.split;
    if (!split) throw new Error("no series");
    for (const part of [split.train, split.validation, split.test]) {
      const windows = encoder.windows([part], 1);
      const origins = Array.from({ length: windows.count }, (_, i) => windows.at(i).origin);
      expect(Math.min(...origins)).toBeGreaterThanOrEqual(part.from);
      expect(Math.max(...origins) + 3).toBe(part.to);
    }
  });

  it("are normalised by themselves, and say by what", async () => {
    const { encoder, encoded } = await encoderOf(lines(), {
      model: { instanceNormalization: "last" },
    });
    const { past, centers, deviations, targets } = encoder.fill(encoded, [
      { series: 0, origin: 20 },
    ]);
    expect([...past.slice(-2)]).toEqual([0, 0]);
    const column = encoded[0]?.targets[0];
    const value = (row: number) => (typeof column === "function" ? column(row) : Number.NaN);
    expect((past[0] ?? 0) * (deviations[0] ?? 0) + (centers[0] ?? 0)).toBeCloseTo(value(14), 5);
    expect(targets[0]).toBeCloseTo(value(20), 5);
  });

  it("carry missing values on, with a flag, and weigh missing targets with 0", async () => {
    const rows = lines((row, a) => (row === 16 || row === 21 ? "" : a));
    const { encoder, encoded } = await encoderOf(rows, { data: { missing: "mask" } });
    const found = encoder.fill(encoded, [{ series: 0, origin: 20 }]);
    expect(found.past[4]).toBe(found.past[2]);
    expect([...(found.known ?? [])].filter((_, i) => i % 2 === 0)).toEqual([1, 1, 0, 1, 1, 1]);
    expect([...found.weights]).toEqual([1, 1, 0, 1, 1, 1]);
  });

  it("know of the future only what is known then: calendar, known and static covariates", async () => {
    const roles = { targets: ["a"], knownCovariates: ["b"] };
    const changes = { data: roles, window: { calendar: ["dayOfWeek"] } } as const;
    const { encoder, encoded } = await encoderOf(lines(), changes);
    expect(encoder.sizes).toEqual({ targets: 1, covariates: 3, future: 3, hasMask: false });
    const { future, covariates } = encoder.fill(encoded, [{ series: 0, origin: 40 }]);
    expect(future).toHaveLength(9);
    expect(covariates).toHaveLength(18);
    const next = encoder.fill(encoded, [{ series: 0, origin: 43 }]);
    expect([...next.covariates.slice(-9)]).toEqual([...future]);
  });
});

describe("decoding", () => {
  it.each([0, 1, 7])("undoes scaling, power and differences of lag %i", async (differencing) => {
    const changes = { scaling: { transform: "log1p", differencing, scaling: "robust" } } as const;
    const positive = lines().map((line) => line.replace(/,[^,]*$/, "")); // without b
    const { data, encoder, encoded } = await encoderOf(
      positive.map((line, row) => (differencing > 0 && row > 0 ? rising(line, row) : line)),
      changes,
    );
    const column = data.series[0]?.columns[0] ?? new Float32Array();
    const { targets } = encoder.fill(encoded, [{ series: 0, origin: 50 }]);
    const scaler = encoder.scalersOf("")[0] as Scaler;
    encoder.decode(targets, { scaler, column, origin: 50 });
    for (const step of [0, 1, 2]) expect(targets[step]).toBeCloseTo(column[50 + step] ?? 0, 3);
  });

  it("refuses a series that it was not fitted on", async () => {
    const { encoder } = await encoderOf(lines());
    expect(() => encoder.scalersOf("north")).toThrow(
      'Cannot scale a series: with scaling.scope "series" its name must be one of , got "north"',
    );
  });
});

/** Grows, so that differences have a logarithm. */
function rising(line: string, row: number): string {
  return line.replace(/,.*$/, `,${row * row}`);
}
