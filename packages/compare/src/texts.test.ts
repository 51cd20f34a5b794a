import { expect, it } from "vitest";
import { differenceText, durationText, scoreText } from "./texts.ts";

const PERCENT = { maximum: 100 };

it("writes numbers as people read them", () => {
  expect([0, 9.96, 59.4, 59.7, 3599, 3600, 86_400].map(durationText)).toEqual([
    "0.0 s",
    "10 s",
    "59 s",
    "1 min 0 s",
    "59 min 59 s",
    "1 h 0 min",
    "24 h 0 min",
  ]);
  expect(scoreText({ score: 65.34, lower: 61.2, upper: 69.2 }, PERCENT)).toBe("65.3 [61.2, 69.2]");
  expect(scoreText({ score: 0.70149 }, {})).toBe("0.701");
  expect([2.14, -3, 0].map((difference) => differenceText(difference, PERCENT))).toEqual([
    "+2.1",
    "-3.0",
    "+0.0",
  ]);
});
