/** From PyTorch's layout of recurrent and linear layers to this one and back. */
import type { WeightValues } from "../model/parameters.ts";

/**
 * Rows become columns: `[outputs, inputs]` in PyTorch, `[inputs, outputs]` here.
 *
 * @param matrix Of rank 2; others are returned as they are.
 */
export function transpose(matrix: WeightValues): WeightValues {
  const [rows, columns] = matrix.shape;
  if (rows === undefined || columns === undefined || matrix.shape.length !== 2) return matrix;
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      values[column * rows + row] = matrix.values[row * columns + column] ?? 0;
    }
  }
  return { shape: [columns, rows], values };
}

/** Swaps the first two of a GRU's gates along the first axis: r, z, n in PyTorch, z, r, n here. */
export function swapGruGates(array: WeightValues): WeightValues {
  const { shape, values } = array;
  const gate = values.length / 3;
  const swapped = new Float32Array(values);
  swapped.set(values.subarray(gate, 2 * gate), 0);
  swapped.set(values.subarray(0, gate), gate);
  return { shape, values: swapped };
}

/** The sum of PyTorch's two biases of an LSTM, which needs one. */
export function sumBiases(input: WeightValues, recurrent: WeightValues): WeightValues {
  const values = input.values.map((value, index) => value + (recurrent.values[index] ?? 0));
  return { shape: input.shape, values };
}

/** PyTorch's two biases of a GRU, one above the other: `[2, 3 * units]`. */
export function stackBiases(input: WeightValues, recurrent: WeightValues): WeightValues {
  const values = new Float32Array(2 * input.values.length);
  values.set(input.values);
  values.set(recurrent.values, input.values.length);
  return { shape: [2, ...input.shape], values };
}

/** The two biases of {@link stackBiases}. */
export function splitBiases(stacked: WeightValues): [input: WeightValues, recurrent: WeightValues] {
  const size = stacked.values.length / 2;
  const shape = stacked.shape.slice(1);
  return [
    { shape, values: stacked.values.slice(0, size) },
    { shape, values: stacked.values.slice(size) },
  ];
}
