import { describe, expect, it } from "vitest";
import { Random } from "./random.ts";
import { splitByKey } from "./split.ts";

const EXAMPLES = Array.from({ length: 300 }, (_, index) => ({
  source: `phrase ${index % 100}`,
  target: `translation ${index}`,
}));

function split(validationShare: number, testShare: number, seed = 1) {
  return splitByKey(EXAMPLES, {
    key: ({ source }) => source,
    validationShare,
    testShare,
    random: Random.fromSeed(seed),
  });
}

describe("splitByKey", () => {
  it("puts every example into exactly one set, and no key into two", () => {
    const { train, validation, test } = split(0.1, 0.2);
    const all = [...train, ...validation, ...test];
    expect(new Set(all).size).toBe(300);
    expect(all).toHaveLength(300);
    const keys = [train, validation, test].map((set) => new Set(set.map(({ source }) => source)));
    expect(keys.map((set) => set.size)).toEqual([70, 10, 20]);
    expect(new Set(keys.flatMap((set) => [...set])).size).toBe(100);
  });

  it("depends on the seed", () => {
    expect(split(0.1, 0.1, 1)).toEqual(split(0.1, 0.1, 1));
    expect(split(0.1, 0.1, 1).test).not.toEqual(split(0.1, 0.1, 2).test);
  });

  it("leaves out a set that was not asked for, and gives every other one something", () => {
    const { validation, test } = split(0, 0.001);
    expect(validation).toEqual([]);
    expect(test).toHaveLength(3);
  });

  it.each([
    [1, 0, "validationShare must be in [0, 1), got 1"],
    [0, -0.1, "testShare must be in [0, 1), got -0.1"],
    [0.5, 0.5, "validationShare + testShare must be below 1, got 1"],
  ])("refuses shares of %d and %d", (validationShare, testShare, reason) => {
    expect(() => split(validationShare, testShare)).toThrow(`Cannot split examples: ${reason}`);
  });

  it("refuses too few examples", () => {
    const options = {
      key: (text: string) => text,
      validationShare: 0.1,
      testShare: 0.1,
      random: Random.fromSeed(1),
    };
    expect(() => splitByKey(["a", "b", "a"], options)).toThrow(
      "Cannot split examples: at least 3 different ones are needed, got 2",
    );
  });
});
