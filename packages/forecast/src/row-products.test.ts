import { Random } from "@encdec/core";
import { expect, test } from "vitest";
import { BLOCK, type Rows, subtractProduct } from "./row-products.ts";

test("takes off the sum over the terms, and touches nothing else", () => {
  const random = Random.fromSeed(1);
  const part = (rows: number, columns: number): Rows => {
    const [first, stride] = [random.integer(4), columns + random.integer(4)];
    const values = Float64Array.from({ length: first + rows * stride + 3 }, () => random.uniform());
    return { values, first, stride };
  };
  const at = ({ values, first, stride }: Rows, row: number, column: number): number =>
    values[first + row * stride + column] as number;
  for (let trial = 0; trial < 300; trial++) {
    const [rows, terms, columns] = [0, 0, 0].map(() => random.integer(3 * BLOCK)) as [
      number,
      number,
      number,
    ];
    const isTransposed = random.uniform() < 0.5;
    const left = isTransposed ? part(terms, rows) : part(rows, terms);
    const right = part(terms, columns);
    const target = part(rows, columns);
    const expected = target.values.slice();
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const place = target.first + row * target.stride + column;
        for (let term = 0; term < terms; term++) {
          const factor = isTransposed ? at(left, term, row) : at(left, row, term);
          (expected[place] as number) -= factor * at(right, term, column);
        }
      }
    }
    subtractProduct(target, { left: { ...left, isTransposed }, right, rows, terms, columns });
    expect(target.values).toEqual(expected);
  }
});
