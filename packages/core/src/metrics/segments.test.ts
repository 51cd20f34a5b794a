import { expect, test } from "vitest";
import { checkCounts, pairSegments, referenceCount } from "./segments.ts";

test("pairs each hypothesis with its references", () => {
  const segments = pairSegments("a score", ["a", "b"], ["x", ["y", "z"]]);
  expect(segments).toEqual([
    { hypothesis: "a", references: ["x"] },
    { hypothesis: "b", references: ["y", "z"] },
  ]);
  expect(referenceCount(segments)).toBe("var");
  expect(referenceCount(segments.slice(1))).toBe("2");
});

test("refuses an empty corpus and unequal counts", () => {
  expect(() => checkCounts("a score", 0, 0)).toThrow(RangeError);
  expect(() => checkCounts("a score", 2, 1)).toThrow(
    "Cannot compute a score: there must be as many references as hypotheses, got 1 and 2",
  );
});
