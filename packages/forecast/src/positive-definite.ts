/** Linear equations whose matrix is symmetric and positive definite, for many right sides at once. */
import type { RowRange } from "@encdec/core";
import { BLOCK, type Rows, subtractProduct } from "./row-products.ts";

/** Equations A X = B. */
export interface Equations {
  /** `[size, size + columns]`, A and B side by side; what is below A's diagonal is not read. */
  readonly values: Float64Array;
  readonly size: number;
  readonly columns: number;
}

/**
 * Solves A X = B in place: X stands where B was, the Cholesky factor U of A = U'U in A's upper half.
 *
 * Source: Golub and Van Loan 2013, Matrix Computations, section 4.2.
 *
 * @throws {RangeError} If A is not positive definite.
 */
export function solvePositiveDefinite(equations: Equations): void {
  const { size } = equations;
  for (let from = 0; from < size; from += BLOCK) {
    eliminate(equations, { from, to: Math.min(from + BLOCK, size) });
  }
  for (let to = size; to > 0; to -= BLOCK) {
    substitute(equations, { from: Math.max(0, to - BLOCK), to });
  }
}

/** From A and B to U and Z, B = U'Z: both take off what the rows above explain. */
function eliminate(equations: Equations, block: RowRange): void {
  const { values, size, columns } = equations;
  const subtract = (rows: RowRange, above: RowRange): void => {
    const right = part(equations, above.from, rows.from);
    subtractProduct(part(equations, rows.from, rows.from), {
      left: { ...right, isTransposed: true },
      right,
      rows: rows.to - rows.from,
      terms: above.to - above.from,
      columns: size + columns - rows.from,
    });
  };
  subtract(block, { from: 0, to: block.from });
  for (let row = block.from; row < block.to; row++) {
    subtract({ from: row, to: row + 1 }, { from: block.from, to: row });
    const { first, stride } = part(equations, row, row);
    const pivot = values[first] as number;
    if (!(pivot > 0)) {
      throw new RangeError(
        `Cannot solve the equations: their matrix must be positive definite, got ${pivot} for the pivot of row ${row + 1}`,
      );
    }
    divide(values.subarray(first, first + stride - row), Math.sqrt(pivot));
  }
}

/** From Z to X, Z = UX, by the rows below. */
function substitute(equations: Equations, block: RowRange): void {
  const { values, size, columns } = equations;
  const subtract = (rows: RowRange, below: RowRange): void => {
    subtractProduct(part(equations, rows.from, size), {
      left: part(equations, rows.from, below.from),
      right: part(equations, below.from, size),
      rows: rows.to - rows.from,
      terms: below.to - below.from,
      columns,
    });
  };
  subtract(block, { from: block.to, to: size });
  for (let row = block.to - 1; row >= block.from; row--) {
    subtract({ from: row, to: row + 1 }, { from: row + 1, to: block.to });
    const { first } = part(equations, row, size);
    divide(values.subarray(first, first + columns), values[first + row - size] as number);
  }
}

/** The rows and columns from these on. */
function part({ values, size, columns }: Equations, row: number, column: number): Rows {
  const stride = size + columns;
  return { values, first: row * stride + column, stride };
}

function divide(values: Float64Array, divisor: number): void {
  for (let place = 0; place < values.length; place++) (values[place] as number) /= divisor;
}
