import { describe, expect, it } from "vitest";
import { randomProgramText } from "../test/random-programs.ts";
import { checkShares, splitOf } from "./split-of.ts";

describe("splitOf", () => {
  it("gives each set its share", () => {
    const shares = { validationShare: 0.2, testShare: 0.1 };
    const counts = { train: 0, validation: 0, test: 0 };
    const texts = new Set(Array.from({ length: 100_000 }, (_, seed) => randomProgramText(seed)));
    for (const text of texts) counts[splitOf(text, shares)]++;
    expect(Math.abs(counts.test / texts.size - 0.1)).toBeLessThan(0.006);
    expect(Math.abs(counts.validation / texts.size - 0.2)).toBeLessThan(0.006);
  });

  it("gives short texts their shares, too", () => {
    const shares = { validationShare: 0.1, testShare: 0.1 };
    const sums = Array.from({ length: 100 }, (_, n) => `print(${Math.floor(n / 10)}+${n % 10})`);
    for (const set of ["validation", "test"]) {
      const count = sums.filter((text) => splitOf(text, shares) === set).length;
      expect(count).toBeGreaterThan(3);
      expect(count).toBeLessThan(20);
    }
  });

  it("leaves a set of share 0 empty", () => {
    const shares = { validationShare: 0, testShare: 0 };
    for (let seed = 0; seed < 1000; seed++) {
      expect(splitOf(randomProgramText(seed), shares)).toBe("train");
    }
  });

  it.each([
    [{ validationShare: -0.1, testShare: 0 }, "validationShare must be in [0, 1), got -0.1"],
    [{ validationShare: 0, testShare: 1 }, "testShare must be in [0, 1), got 1"],
    [
      { validationShare: 0.5, testShare: 0.5 },
      "validationShare + testShare must be below 1, got 1",
    ],
  ])("refuses %j", (shares, why) => {
    expect(() => checkShares(shares)).toThrow(new RangeError(`Cannot split examples: ${why}`));
  });
});
