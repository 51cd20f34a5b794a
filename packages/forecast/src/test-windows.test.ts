import { expect, it } from "vitest";
import { blocksOf } from "./test-windows.ts";

it("takes as many windows in a row as have the same steps for one", () => {
  const windows = [0, 0, 0, 0, 0, 1, 1].map((series, index) => ({
    series,
    origin: index,
    key: `${series} ${index}`,
    errors: Float64Array.of(index, 1),
  }));
  expect(blocksOf(windows, 2)).toEqual([
    { key: "0 0", sum: 0 + 1 + 1 + 1, count: 4 },
    { key: "0 2", sum: 2 + 1 + 3 + 1, count: 4 },
    { key: "0 4", sum: 4 + 1, count: 2 },
    { key: "1 5", sum: 5 + 1 + 6 + 1, count: 4 },
  ]);
  expect(blocksOf([], 2)).toEqual([]);
});
