/** The penalty of a ridge regression, chosen on the validation rows by sums of products alone. */
import { type Equations, solvePositiveDefinite } from "./positive-definite.ts";
import { BLOCK, subtractProduct } from "./row-products.ts";
import type { WindowMoments } from "./window-moments.ts";

/** A ridge regression at its best strength. */
export interface Regression {
  readonly strength: number;
  /** `[lookback - 1, horizon]` in row order. */
  readonly weights: Float64Array;
  /** Mean squared error on the validation rows. */
  readonly error: number;
}

/** The regression with the smallest error on the validation rows. */
export function chooseStrength(
  { train, validation }: { readonly train: WindowMoments; readonly validation: WindowMoments },
  strengths: readonly number[],
): Regression {
  const equations = normalEquations(train);
  const { size, columns } = equations;
  const diagonal = Array.from({ length: size }, (_, row) => row * (size + columns + 1));
  const trace = diagonal.reduce((sum, place) => sum + (equations.values[place] as number), 0);
  const meanSquare = trace / Math.max(1, size);
  const errorOf = errorOn(validation);
  const regressions = strengths.map((strength): Regression => {
    // Columns that do not change at all need a penalty to have a solution, too.
    const penalty = strength * meanSquare || 1;
    const penalised = { ...equations, values: equations.values.slice() };
    for (const place of diagonal) (penalised.values[place] as number) += penalty;
    solvePositiveDefinite(penalised);
    const weights = rightSides(penalised);
    return { strength, weights, error: errorOf(weights) };
  });
  return regressions.reduce((best, next) => (next.error < best.error ? next : best));
}

/** X'X and X'Y; the last input of the lookback is 0 by its making. */
function normalEquations(moments: WindowMoments): Equations {
  const { lookback, horizon: columns } = moments.size;
  const size = lookback - 1;
  const width = size + columns;
  const values = new Float64Array(size * width);
  for (let row = 0; row < size; row++) {
    for (let column = row; column < width; column++) {
      values[row * width + column] = moments.at(row, column < size ? column : column + 1);
    }
  }
  return { values, size, columns };
}

/** From moments alone: (Y'Y - 2 W'X'Y + W'X'X W) / n, averaged over the horizon. */
function errorOn(moments: WindowMoments): (weights: Float64Array) => number {
  const { lookback, horizon } = moments.size;
  const { values, size, columns } = normalEquations(moments);
  const stride = size + columns;
  let squares = 0;
  for (let step = 0; step < horizon; step++)
    squares += moments.at(lookback + step, lookback + step);
  // Half of X'X will do: what is right of its diagonal counts twice, and so does X'Y.
  for (let row = 0; row < size; row++) {
    for (let column = row + 1; column < stride; column++) {
      (values[row * stride + column] as number) *= 2;
    }
  }
  const doubled = rightSides({ values, size, columns });
  return (weights) => {
    const unexplained = doubled.slice();
    for (let row = 0; row < size; row += BLOCK) {
      subtractProduct(
        { values: unexplained, first: row * columns, stride: columns },
        {
          left: { values, first: row * stride + row, stride },
          right: { values: weights, first: row * columns, stride: columns },
          rows: Math.min(BLOCK, size - row),
          terms: size - row,
          columns,
        },
      );
    }
    const sum = weights.reduce(
      (total, weight, place) => total + weight * (unexplained[place] as number),
      0,
    );
    return (squares - sum) / (moments.count * horizon);
  };
}

/** `[size, columns]` */
function rightSides({ values, size, columns }: Equations): Float64Array {
  const stride = size + columns;
  const sides = new Float64Array(size * columns);
  for (let row = 0; row < size; row++) {
    sides.set(values.subarray(row * stride + size, (row + 1) * stride), row * columns);
  }
  return sides;
}
