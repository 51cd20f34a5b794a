/** A product of matrices taken off a matrix: what factorising, solving and forecasting by a linear model come down to. */

/** A matrix in row order, or a part of one. */
export interface Rows {
  readonly values: Float64Array;
  /** Place of the first value. */
  readonly first: number;
  /** Places from one row to the next. */
  readonly stride: number;
}

/** A product of two matrices, left and right. */
export interface Product {
  /** `[rows, terms]`, or `[terms, rows]` where it is transposed. */
  readonly left: Rows & { readonly isTransposed?: boolean };
  /** `[terms, columns]` */
  readonly right: Rows;
  readonly rows: number;
  readonly terms: number;
  readonly columns: number;
}

/**
 * Rows, and terms, that are worked on together: a value that is read serves four times, which is twice as fast as row by
 * row, and matters most where a matrix does not fit the processor's caches.
 */
export const BLOCK = 4;

/** `target -= left · right`; the target `[rows, columns]` may be another part of an array that the product reads. */
export function subtractProduct(target: Rows, product: Product): void {
  const wholeBlocks = product.rows - (product.rows % BLOCK);
  for (let row = 0; row < wholeBlocks; row += BLOCK) subtractFromBlock(target, product, row);
  for (let row = wholeBlocks; row < product.rows; row++) subtractFromRow(target, product, row);
}

function subtractFromBlock({ values, first, stride }: Rows, product: Product, row: number): void {
  const { right, terms, columns } = product;
  const [t0, t1, t2, t3] = fourPlaces(first + row * stride, stride);
  for (let term = 0; term < terms; term += BLOCK) {
    const [r0, r1, r2, r3] = rightRows(product, term);
    const [a0, a1, a2, a3] = leftValues(product, row, term);
    const [b0, b1, b2, b3] = leftValues(product, row + 1, term);
    const [c0, c1, c2, c3] = leftValues(product, row + 2, term);
    const [d0, d1, d2, d3] = leftValues(product, row + 3, term);
    for (let column = 0; column < columns; column++) {
      const v0 = right.values[r0 + column] as number;
      const v1 = right.values[r1 + column] as number;
      const v2 = right.values[r2 + column] as number;
      const v3 = right.values[r3 + column] as number;
      values[t0 + column] = (values[t0 + column] as number) - a0 * v0 - a1 * v1 - a2 * v2 - a3 * v3;
      values[t1 + column] = (values[t1 + column] as number) - b0 * v0 - b1 * v1 - b2 * v2 - b3 * v3;
      values[t2 + column] = (values[t2 + column] as number) - c0 * v0 - c1 * v1 - c2 * v2 - c3 * v3;
      values[t3 + column] = (values[t3 + column] as number) - d0 * v0 - d1 * v1 - d2 * v2 - d3 * v3;
    }
  }
}

function subtractFromRow({ values, first, stride }: Rows, product: Product, row: number): void {
  const { right, terms, columns } = product;
  const target = first + row * stride;
  for (let term = 0; term < terms; term += BLOCK) {
    const [r0, r1, r2, r3] = rightRows(product, term);
    const [a0, a1, a2, a3] = leftValues(product, row, term);
    for (let column = 0; column < columns; column++) {
      values[target + column] =
        (values[target + column] as number) -
        a0 * (right.values[r0 + column] as number) -
        a1 * (right.values[r1 + column] as number) -
        a2 * (right.values[r2 + column] as number) -
        a3 * (right.values[r3 + column] as number);
    }
  }
}

type Four = readonly [number, number, number, number];

function fourPlaces(first: number, stride: number): Four {
  return [first, first + stride, first + 2 * stride, first + 3 * stride];
}

/** Beyond the last term the last row again, beside a left value of 0. */
function rightRows({ right: { first, stride }, terms }: Product, term: number): Four {
  const place = (ahead: number): number => first + Math.min(term + ahead, terms - 1) * stride;
  return [place(0), place(1), place(2), place(3)];
}

function leftValues({ left, terms }: Product, row: number, term: number): Four {
  const { values, first, stride, isTransposed = false } = left;
  const [start, step] = isTransposed
    ? [first + row + term * stride, stride]
    : [first + row * stride + term, 1];
  const value = (ahead: number): number =>
    term + ahead < terms ? (values[start + ahead * step] as number) : 0;
  return [value(0), value(1), value(2), value(3)];
}
