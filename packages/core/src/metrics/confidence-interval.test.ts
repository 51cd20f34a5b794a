import { expect, test } from "vitest";
import { confidenceInterval, middle } from "./confidence-interval.ts";
import { perplexityStatistics } from "./perplexity.ts";

const statistics = perplexityStatistics([1, 2, 3], [1, 1, 1]);

test("leaves out as many scores at each end", () => {
  const scores = Float64Array.from({ length: 1000 }, (_, index) => (index * 7) % 1000);
  expect(middle(scores, 0.95)).toEqual({ mean: 499.5, lower: 25, upper: 974 });
  expect(middle(scores, 0.9)).toEqual({ mean: 499.5, lower: 50, upper: 949 });
  expect(middle(scores.subarray(0, 1), 0.95)).toEqual({ mean: 0, lower: 0, upper: 0 });
});

test("holds the true mean as often as it says", () => {
  // Means of 40 draws from a distribution with mean 1; each corpus from a seed of its own.
  let state = 5;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const inside = Array.from({ length: 200 }, (_, seed) => {
    const losses = Array.from({ length: 40 }, () => 2 * uniform());
    const counts = losses.map(() => 1);
    const { lower, upper } = confidenceInterval(perplexityStatistics(losses, counts), {
      samples: 200,
      level: 0.9,
      seed,
    });
    return lower <= Math.E && Math.E <= upper;
  });
  // 180 expected, with a standard deviation of 4.
  expect(Math.abs(inside.filter(Boolean).length - 180)).toBeLessThan(16);
});

test("refuses options out of their ranges", () => {
  expect(() => confidenceInterval(statistics, { samples: 0 })).toThrow(
    "Cannot compute a confidence interval: samples must be a whole number of at least 1, got 0",
  );
  expect(() => confidenceInterval(statistics, { seed: -1 })).toThrow(
    "Cannot compute a confidence interval: seed must be a whole number from 0 to 2147483647, got -1",
  );
  expect(() => confidenceInterval(statistics, { level: 95 })).toThrow(
    "Cannot compute a confidence interval: level must be between 0 and 1, got 95",
  );
});
