import { expect, test } from "vitest";
import { splitWords, trimEnd } from "./words.ts";

test("splits and trims at the white space that Python knows", () => {
  expect(splitWords("\u00a0a\u001cb\u0085c\ufeffd\u202f\n")).toEqual(["a", "b", "c\ufeffd"]);
  expect(splitWords("")).toEqual([]);
  expect(trimEnd(" a \u2028\n")).toBe(" a");
});
