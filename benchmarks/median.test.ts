import { expect, it } from "vitest";
import { median } from "./median.ts";

it.each([
  [[3], 3],
  [[9, 1, 2], 2],
  [[10, 1, 2, 9], 5.5],
  [[], Number.NaN],
])("of %j is %d", (values, middle) => {
  expect(median(values)).toBe(middle);
});
