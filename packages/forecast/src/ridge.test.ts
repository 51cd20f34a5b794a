import { Random, windowsOf } from "@encdec/core";
import { describe, expect, it } from "vitest";
import golden from "../test/fixtures/ridge.json" with { type: "json" };
import { baselineForecasts, linearBaseline } from "./baselines.ts";
import { fitRidge } from "./ridge.ts";
import { WindowMoments } from "./window-moments.ts";

const { lookback, horizon, strength } = golden;
const columns = golden.columns.map((column) => Float32Array.from(column));
const parts = {
  train: { from: 0, to: golden.train },
  validation: { from: golden.train, to: golden.validation },
};

describe("fitRidge", () => {
  it.each(["shared", "own"] as const)("equals scikit-learn's Ridge: %s", (sharing) => {
    const options = { lookback, horizon, sharing, strengths: [strength] };
    const ridge = fitRidge([{ columns, ...parts }], options);
    const expected = golden[sharing];
    expect(ridge.validationMeanSquaredError).toBeCloseTo(expected.validationMeanSquaredError, 9);
    const windows = windowsOf([{ from: golden.validation, to: 120 }], { lookback, horizon });
    const { values, shape } = baselineForecasts(linearBaseline(ridge), {
      series: [columns],
      windows,
    });
    expect(shape).toEqual([18, horizon, 2]);
    for (const [variable, forecasts] of expected.forecasts.entries()) {
      for (const [place, value] of forecasts.flat().entries()) {
        expect(values[place * 2 + variable]).toBeCloseTo(value, 4);
      }
    }
  });

  it("chooses sharing and strength on the validation rows", () => {
    const series = [{ columns, ...parts }];
    const best = fitRidge(series, { lookback, horizon });
    for (const sharing of ["shared", "own"] as const) {
      for (const one of [1e-5, 0.01, 1, 10]) {
        const other = fitRidge(series, { lookback, horizon, sharing, strengths: [one] });
        expect(best.validationMeanSquaredError).toBeLessThanOrEqual(
          other.validationMeanSquaredError,
        );
      }
    }
  });

  it("does not see the test rows, nor weighs by the validation rows", () => {
    const options = { lookback, horizon, sharing: "shared", strengths: [strength] } as const;
    const before = fitRidge([{ columns, ...parts }], options);
    const changed = columns.map((column) =>
      column.map((value, row) => (row < 100 ? value : -value)),
    );
    expect(fitRidge([{ columns: changed, ...parts }], options)).toEqual(before);
    const further = columns.map((column) =>
      column.map((value, row) => (row < 80 ? value : -value)),
    );
    expect(fitRidge([{ columns: further, ...parts }], options).weights).toEqual(before.weights);
  });

  it("repeats the last value where that is all it reads", () => {
    const ridge = fitRidge([{ columns, ...parts }], { lookback: 1, horizon: 2, sharing: "own" });
    const windows = windowsOf([{ from: 100, to: 103 }], { lookback: 1, horizon: 2 });
    const { values } = baselineForecasts(linearBaseline(ridge), { series: [columns], windows });
    expect(values[0]).toBe(columns[0]?.[99]);
    expect(values[2]).toBe(columns[0]?.[99]);
  });

  it("counts every variable alike on the validation rows, however many windows it has", () => {
    const gaps = columns.map((column, variable) =>
      column.map((value, row) => (variable === 1 && row > 85 && row < 97 ? Number.NaN : value)),
    );
    const options = { lookback, horizon, sharing: "shared", strengths: [strength] } as const;
    const ridge = fitRidge([{ columns: gaps, ...parts }], options);
    const errors = gaps.map((column, variable) => {
      const squares: number[] = [];
      for (let origin = parts.validation.from; origin + horizon <= parts.validation.to; origin++) {
        const actual = column.subarray(origin, origin + horizon);
        if (column.subarray(origin - lookback, origin + horizon).some(Number.isNaN)) continue;
        const output = new Float32Array(horizon);
        linearBaseline(ridge).forecast({ column, series: 0, variable, origin }, output);
        squares.push(...output.map((value, step) => (value - (actual[step] ?? 0)) ** 2));
      }
      return squares.reduce((sum, square) => sum + square) / squares.length;
    });
    expect(errors[1]).not.toBeCloseTo(errors[0] ?? 0, 2);
    const mean = errors.reduce((sum, error) => sum + error) / errors.length;
    expect(ridge.validationMeanSquaredError).toBeCloseTo(mean, 5);
  });

  it("forecasts a window with a gap as if the last value stood there", () => {
    const ridge = fitRidge([{ columns, ...parts }], { lookback, horizon });
    const [column = new Float32Array()] = columns;
    const origin = 100;
    const forecastOf = (missing: number): Float32Array => {
      const output = new Float32Array(horizon);
      const changed = column.map((value, row) => (row === origin - 3 ? missing : value));
      linearBaseline(ridge).forecast({ column: changed, series: 0, variable: 0, origin }, output);
      return output;
    };
    expect(forecastOf(Number.NaN)).toEqual(forecastOf(column[origin - 1] ?? 0));
    expect(forecastOf(Number.NaN)).not.toEqual(forecastOf(column[origin - 3] ?? 0));
  });

  it("has a solution for a column that does not change", () => {
    const still = [new Float32Array(120).fill(7)];
    const ridge = fitRidge([{ columns: still, ...parts }], { lookback, horizon });
    expect(ridge.validationMeanSquaredError).toBe(0);
    expect(ridge.weights[0]).toEqual(new Float64Array((lookback - 1) * horizon));
  });

  it("needs a whole window in both parts", () => {
    const gaps = [new Float32Array(120).map((_, row) => (row % 8 === 0 ? Number.NaN : row))];
    expect(() => fitRidge([{ columns: gaps, ...parts }], { lookback, horizon })).toThrow(
      "Cannot fit a ridge regression: the train rows must hold a window of 9 rows without a missing value, got none for variable 1",
    );
  });
});

describe("WindowMoments", () => {
  it("equal the sums over all windows, gaps left out", () => {
    const random = Random.fromSeed(1);
    for (let trial = 0; trial < 50; trial++) {
      const size = { lookback: 1 + random.integer(5), horizon: 1 + random.integer(4) };
      const width = size.lookback + size.horizon;
      const column = Float32Array.from({ length: 60 }, () =>
        random.uniform() < 0.05 ? Number.NaN : 100 + random.uniform(),
      );
      const range = { from: random.integer(20), to: 30 + random.integer(30) };
      const moments = new WindowMoments(size);
      moments.add(column, range);
      const expected = new Float64Array(width * width);
      let count = 0;
      const first = Math.max(range.from, size.lookback);
      for (let origin = first; origin + size.horizon <= range.to; origin++) {
        const window = column.subarray(origin - size.lookback, origin + size.horizon);
        if (window.some(Number.isNaN)) continue;
        count++;
        const last = window[size.lookback - 1] ?? 0;
        for (let i = 0; i < width; i++) {
          for (let j = 0; j < width; j++) {
            const product = ((window[i] ?? 0) - last) * ((window[j] ?? 0) - last);
            expected[i * width + j] = (expected[i * width + j] ?? 0) + product;
          }
        }
      }
      expect(moments.count).toBe(count);
      for (let i = 0; i < width; i++) {
        for (let j = 0; j < width; j++) {
          expect(moments.at(i, j)).toBeCloseTo(expected[i * width + j] ?? 0, 9);
          expect(moments.at(i, j)).toBe(moments.at(j, i));
        }
      }
    }
  });
});
