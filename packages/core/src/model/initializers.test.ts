import { describe, expect, it } from "vitest";
import { Random } from "../data/random.ts";
import type { InitializationConfig } from "./config.ts";
import { initializationSchema } from "./config-schema.ts";
import {
  initialEmbeddings,
  initialKernel,
  initialRecurrentKernel,
  lstmBias,
  normal,
  orthogonal,
  type StartValues,
} from "./initializers.ts";
import type { WeightValues } from "./parameters.ts";

function uniform(seed = 1): () => number {
  const random = Random.fromSeed(seed);
  return () => random.uniform();
}

function start(config: InitializationConfig, seed = 1): StartValues {
  return { initialization: initializationSchema.parse(config), uniform: uniform(seed) };
}

/** Largest difference of the products of the rows from those of orthonormal ones. */
function distanceFromOrthonormal(rows: readonly Float32Array[]): number {
  let worst = 0;
  for (const [index, row] of rows.entries()) {
    for (const other of rows.slice(index)) {
      const product = row.reduce((sum, value, i) => sum + value * (other[i] as number), 0);
      worst = Math.max(worst, Math.abs(product - (row === other ? 1 : 0)));
    }
  }
  return worst;
}

function rowsOf({ shape: [rows = 0, columns = 0], values }: WeightValues): Float32Array[] {
  return Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns));
}

function columnsOf({ shape: [rows = 0, columns = 0], values }: WeightValues): Float32Array[] {
  return Array.from({ length: columns }, (_, column) =>
    Float32Array.from({ length: rows }, (_, row) => values[row * columns + column] as number),
  );
}

describe("orthogonal", () => {
  it.each([
    [1, 4],
    [3, 12],
    [4, 12],
    [9, 9],
    [30, 90],
  ])("makes the rows of [%i, %i] orthonormal", (rows, columns) => {
    expect(distanceFromOrthonormal(rowsOf(orthogonal([rows, columns], uniform())))).toBeLessThan(
      1e-6,
    );
  });

  it("makes columns orthonormal where there are fewer of them", () => {
    expect(distanceFromOrthonormal(columnsOf(orthogonal([12, 5], uniform())))).toBeLessThan(1e-6);
  });

  it("takes less than 3 s for the gates of 512 units, on a busy machine", () => {
    const begin = performance.now();
    orthogonal([512, 2048], uniform());
    expect(performance.now() - begin).toBeLessThan(3000);
  });

  it("depends on the seed alone", () => {
    const draw = (seed: number) => orthogonal([4, 8], uniform(seed)).values;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
  });
});

it("draws normal numbers of the deviation asked for", () => {
  const { values } = normal([101, 99], 0.5, uniform());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(Math.sqrt(variance)).toBeCloseTo(0.5, 1);
});

it.each([
  ["glorot", {}, Math.sqrt(6 / 100)],
  ["uniform", { kernel: "uniform", uniformLimit: 0.08 }, 0.08],
] as const)("draws kernels by the settings: %s", (_, config, limit) => {
  const largest = Math.max(...initialKernel([60, 40], start(config)).values.map(Math.abs));
  expect(largest).toBeLessThanOrEqual(Math.fround(limit));
  expect(largest).toBeGreaterThan(0.98 * limit);
});

it.each(["glorot", "uniform", "normal", "orthogonal"] as const)(
  "draws recurrent kernels by the settings: %s",
  (recurrentKernel) => {
    const weights = initialRecurrentKernel([6, 24], start({ recurrentKernel }));
    expect(weights.shape).toEqual([6, 24]);
    expect(distanceFromOrthonormal(rowsOf(weights)) < 1e-6).toBe(recurrentKernel === "orthogonal");
  },
);

it("draws embeddings within their limit", () => {
  const { values } = initialEmbeddings([50, 20], start({ embeddingLimit: 0.2 }));
  expect(Math.max(...values)).toBeLessThanOrEqual(Math.fround(0.2));
  expect(Math.max(...values)).toBeGreaterThan(0.19);
});

it("opens the forget gate only", () => {
  expect([...lstmBias(2, 3).values]).toEqual([0, 0, 3, 3, 0, 0, 0, 0]);
});
