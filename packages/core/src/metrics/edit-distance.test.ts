import { expect, test } from "vitest";
import { editDistance } from "./edit-distance.ts";

/** The textbook dynamic programme, independent of the library. */
function byTable(from: readonly string[], to: readonly string[]): number {
  let row = to.map((_, index) => index + 1);
  row.unshift(0);
  for (const [index, token] of from.entries()) {
    const next = [index + 1];
    for (const [column, other] of to.entries()) {
      const substitution = (row[column] ?? 0) + (token === other ? 0 : 1);
      next.push(Math.min(substitution, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

test("counts tokens, not characters", () => {
  expect(editDistance(["good", "morning"], ["good", "evening"])).toBe(1);
  expect(editDistance([], ["a", "b"])).toBe(2);
  expect(editDistance(["a"], ["a"])).toBe(0);
  expect(editDistance(["ab", "c"], ["a", "bc"])).toBe(2);
});

test("agrees with the textbook table on lists of every length up to 80", () => {
  // A small congruential generator: the lists are the same in every run.
  let state = 1;
  const draw = (limit: number) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  for (let length = 0; length <= 80; length++) {
    const list = (size: number) => Array.from({ length: size }, () => `token ${draw(6)}`);
    const from = list(length);
    const to = list(draw(81));
    expect(editDistance(from, to)).toBe(byTable(from, to));
  }
});

test("compares lists of many different tokens", () => {
  const tokens = Array.from({ length: 65_535 }, (_, index) => `t${index}`);
  expect(editDistance(tokens, [...tokens, "new"])).toBe(1);
  expect(() => editDistance(tokens, ["new", "newer"])).toThrow(
    "Cannot compute the edit distance: there must be at most 65536 different tokens, got more in lists of 65535 and 2 tokens",
  );
});
