import { expect, test } from "vitest";
import { compareCodePoints } from "./code-point-order.ts";

test("orders by code points, a beginning before the whole", () => {
  const ordered = ["", "a", "a😀", "ab", "é", "\ue000", "\uffff", "😀", "😀a", "😁"];
  const expected = ["", "a", "ab", "a😀", "é", "\ue000", "\uffff", "😀", "😀a", "😁"];
  expect([...ordered].reverse().sort(compareCodePoints)).toEqual(expected);
  expect(compareCodePoints("ab", "ab")).toBe(0);
});
