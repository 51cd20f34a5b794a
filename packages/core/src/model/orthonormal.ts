/** Gram-Schmidt in blocks, quick enough for the recurrent weights of a thousand units. */

/** Rows that are made orthonormal together, and others that are updated together. */
const BLOCK = 4;

/**
 * Makes the rows of `[rows, columns]` orthonormal, in place and in double precision.
 *
 * Every row is freed of its parts along the rows before it and scaled to length 1: the `Q` of a QR decomposition whose `R`
 * has a positive diagonal. Four rows at a time share their loads, which saves most of the time.
 *
 * Source: Björck 1967, modified Gram-Schmidt by rows; rows of normal numbers, at most as many as columns, are far from dependent.
 */
export function orthonormalizeRows(matrix: Float64Array, rows: number, columns: number): void {
  const row = (index: number): Float64Array =>
    matrix.subarray(index * columns, (index + 1) * columns);
  for (let first = 0; first < rows; first += BLOCK) {
    const end = Math.min(first + BLOCK, rows);
    for (let current = first; current < end; current++) {
      for (let before = first; before < current; before++) removePart(row(current), row(before));
      normalize(row(current));
    }
    if (end === rows) return;
    const basis = [row(first), row(first + 1), row(first + 2), row(first + 3)] as const;
    for (let later = end; later < rows; later++) removeParts(row(later), basis);
  }
}

function normalize(vector: Float64Array): void {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const scale = 1 / Math.sqrt(sum);
  for (let index = 0; index < vector.length; index++) (vector[index] as number) *= scale;
}

function removePart(vector: Float64Array, unit: Float64Array): void {
  let part = 0;
  for (let index = 0; index < vector.length; index++) {
    part += (vector[index] as number) * (unit[index] as number);
  }
  for (let index = 0; index < vector.length; index++) {
    (vector[index] as number) -= part * (unit[index] as number);
  }
}

/** Removes the parts along four orthonormal vectors. */
function removeParts(
  vector: Float64Array,
  [a, b, c, d]: readonly [Float64Array, Float64Array, Float64Array, Float64Array],
): void {
  const { length } = vector;
  let [partA, partB, partC, partD] = [0, 0, 0, 0];
  for (let index = 0; index < length; index++) {
    const value = vector[index] as number;
    partA += value * (a[index] as number);
    partB += value * (b[index] as number);
    partC += value * (c[index] as number);
    partD += value * (d[index] as number);
  }
  for (let index = 0; index < length; index++) {
    (vector[index] as number) -=
      partA * (a[index] as number) +
      partB * (b[index] as number) +
      partC * (c[index] as number) +
      partD * (d[index] as number);
  }
}
