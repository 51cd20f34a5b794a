import { describe, expect, it } from "vitest";
import { padSequences } from "./padding.ts";

describe("padSequences", () => {
  it("pads after the last token and marks what is real", () => {
    const { ids, mask, shape, tokenCount } = padSequences([[5, 6, 7], [8], []], { steps: 4 });
    expect([...ids]).toEqual([5, 6, 7, 0, 8, 0, 0, 0, 0, 0, 0, 0]);
    expect([...mask]).toEqual([1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(shape).toEqual([3, 4]);
    expect(tokenCount).toBe(4);
  });

  it("refuses nothing, and sequences that do not fit", () => {
    expect(() => padSequences([])).toThrow("Cannot pad sequences: at least one is needed, got 0");
    expect(() => padSequences([[1, 2, 3]], { steps: 2 })).toThrow(
      "Cannot pad sequences: the longest has 3 tokens, allowed are 2",
    );
  });
});
