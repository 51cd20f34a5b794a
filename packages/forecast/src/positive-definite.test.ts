import { Random } from "@encdec/core";
import { describe, expect, it } from "vitest";
import { type Equations, solvePositiveDefinite } from "./positive-definite.ts";

describe("solvePositiveDefinite", () => {
  it("finds what was multiplied, and the factor", () => {
    // A = U'U with the rows 2 6 -8, 1 5 and 3 of U, times the columns 1 2 3 and -1 0 2; NaN where nothing reads.
    const values = Float64Array.of(
      ...[4, 12, -16, -20, -36],
      ...[Number.NaN, 37, -43, -43, -98],
      ...[Number.NaN, Number.NaN, 98, 192, 212],
    );
    solvePositiveDefinite({ values, size: 3, columns: 2 });
    const expected = [
      ...[2, 6, -8, 1, -1],
      ...[Number.NaN, 1, 5, 2, 0],
      ...[Number.NaN, Number.NaN, 3, 3, 2],
    ];
    for (const [place, value] of expected.entries()) {
      if (!Number.isNaN(value)) expect(values[place]).toBeCloseTo(value, 10);
    }
  });

  it("solves A X = B for any A that is positive definite", () => {
    const random = Random.fromSeed(1);
    for (let trial = 0; trial < 200; trial++) {
      const { values, size, columns } = randomEquations(random);
      const solved = values.slice();
      solvePositiveDefinite({ values: solved, size, columns });
      const width = size + columns;
      for (let row = 0; row < size; row++) {
        for (let column = size; column < width; column++) {
          let product = 0;
          for (let term = 0; term < size; term++) {
            const [upper, lower] = [Math.min(row, term), Math.max(row, term)];
            product += (values[upper * width + lower] ?? 0) * (solved[term * width + column] ?? 0);
          }
          expect(Math.abs(product - (values[row * width + column] ?? 0))).toBeLessThan(1e-10);
        }
      }
    }
  });

  it("refuses a matrix that is not positive definite, at the first row that shows it", () => {
    const equationsOf = (...rows: readonly number[][]): Equations => ({
      values: Float64Array.from(rows.flat()),
      size: rows.length,
      columns: 1,
    });
    expect(() => solvePositiveDefinite(equationsOf([1, 2, 0], [2, 3, 0]))).toThrow(
      new RangeError(
        "Cannot solve the equations: their matrix must be positive definite, got -1 for the pivot of row 2",
      ),
    );
    expect(() => solvePositiveDefinite(equationsOf([0, 1]))).toThrow(
      "got 0 for the pivot of row 1",
    );
    expect(() => solvePositiveDefinite(equationsOf([Number.NaN, 1]))).toThrow("got NaN");
  });
});

/** A = M'M + 1, so that its smallest eigenvalue is 1 or more; below the diagonal nothing that could be read. */
function randomEquations(random: Random): Equations {
  const [size, columns] = [1 + random.integer(20), random.integer(6)];
  const width = size + columns;
  const values = Float64Array.from({ length: size * width }, () => random.uniform() - 0.5);
  const factor = Float64Array.from({ length: size * size }, () => random.uniform() - 0.5);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let product = row === column ? 1 : 0;
      for (let term = 0; term < size; term++) {
        product += (factor[term * size + row] ?? 0) * (factor[term * size + column] ?? 0);
      }
      values[row * width + column] = column < row ? Number.NaN : product;
    }
  }
  return { values, size, columns };
}
