/** Products of all windows of a column, in memory that depends on the window alone. */
import type { RowRange } from "@encdec/core";

/** The rows of a window. */
export interface WindowSize {
  readonly lookback: number;
  readonly horizon: number;
}

/**
 * Sums of products of windows whose level is taken out: `sum (w_i - w_last)(w_j - w_last)` over windows w, where last is the
 * last row of the lookback. These are the X'X, X'Y and Y'Y of a linear model from the lookback to the horizon.
 *
 * Products of neighbouring windows differ by those at the ends only, so that a column of n rows costs
 * n (lookback + horizon) multiplications and not n (lookback + horizon)^2.
 */
export class WindowMoments {
  readonly size: WindowSize;
  /** Number of windows, or the sum of their weights. */
  count = 0;
  /** `[lookback + horizon, lookback + horizon]`, from the diagonal to the right. */
  readonly #products: Float64Array;

  constructor(size: WindowSize) {
    this.size = size;
    this.#products = new Float64Array((size.lookback + size.horizon) ** 2);
  }

  /** Adds all windows whose horizon lies within the range; those with a missing value are left out. */
  add(column: Float32Array, range: RowRange): void {
    const { lookback } = this.size;
    const end = Math.min(range.to, column.length);
    let start = Math.max(0, range.from - lookback);
    // The level does not matter, but a high one would cost digits.
    const level = column.subarray(start, end).find((value) => !Number.isNaN(value)) ?? 0;
    for (let row = start; row <= end; row++) {
      if (row < end && !Number.isNaN(column[row])) continue;
      this.#addStretch(column, { from: start, to: row }, level);
      start = row + 1;
    }
  }

  /** Adds the windows of other moments of the same size, each as so many. */
  merge(other: WindowMoments, weight = 1): void {
    this.count += weight * other.count;
    for (let place = 0; place < this.#products.length; place++) {
      (this.#products[place] as number) += weight * (other.#products[place] as number);
    }
  }

  /** Of two rows of the window, from 0: sum (w_i - w_last)(w_j - w_last). */
  at(i: number, j: number): number {
    const last = this.size.lookback - 1;
    // In this order, it is the same to the last bit for (j, i).
    return this.#raw(i, j) + this.#raw(last, last) - (this.#raw(i, last) + this.#raw(last, j));
  }

  #raw(i: number, j: number): number {
    const width = this.size.lookback + this.size.horizon;
    return this.#products[Math.min(i, j) * width + Math.max(i, j)] as number;
  }

  /** Adds the windows of a stretch of rows without a missing value. */
  #addStretch(column: Float32Array, { from, to }: RowRange, level: number): void {
    const width = this.size.lookback + this.size.horizon;
    const windows = to - from - width + 1;
    if (windows < 1) return;
    this.count += windows;
    const value = (row: number): number => (column[from + row] as number) - level;
    for (let lag = 0; lag < width; lag++) {
      let sum = 0;
      for (let row = 0; row < windows; row++) sum += value(row) * value(row + lag);
      (this.#products[lag] as number) += sum;
      for (let i = 0, j = lag; j + 1 < width; i++, j++) {
        // The next pair of rows sees one product more at the end, and no longer the first.
        sum += value(windows + i) * value(windows + j) - value(i) * value(j);
        (this.#products[(i + 1) * width + j + 1] as number) += sum;
      }
    }
  }
}
