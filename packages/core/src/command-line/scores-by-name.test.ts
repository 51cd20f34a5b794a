import { expect, it } from "vitest";
import { scoresByName } from "./scores-by-name.ts";

it("names what has a value, in the order of the names", () => {
  const names = { a: "first", b: "second", c: "third" };
  expect(Object.entries(scoresByName(names, { c: 0, a: 1 }))).toEqual([
    ["first", 1],
    ["third", 0],
  ]);
  expect(scoresByName(names, {})).toEqual({});
});
