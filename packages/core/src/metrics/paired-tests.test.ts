import { expect, test } from "vitest";
import { exactMatchStatistics, sequenceAccuracyStatistics } from "./accuracy.ts";
import { pairedBootstrap, pairedRandomization } from "./paired-tests.ts";

const references = Array.from({ length: 200 }, (_, index) => String(index));
const withErrors = (isWrong: (index: number) => boolean) =>
  exactMatchStatistics(
    references.map((text, index) => (isWrong(index) ? "" : text)),
    references,
  );
const baseline = withErrors((index) => index % 4 === 0);

test("a system beside itself has no lead", () => {
  expect(pairedBootstrap(baseline, baseline)).toMatchObject({
    difference: 0,
    winRate: 50,
    pValue: 1,
  });
  expect(pairedRandomization(baseline, baseline)).toMatchObject({ difference: 0, pValue: 1 });
});

test("a clear lead is significant, a small one is not", () => {
  const clear = withErrors((index) => index % 20 === 0);
  const small = withErrors((index) => index % 4 === 1 && index > 10);
  for (const compare of [pairedBootstrap, pairedRandomization]) {
    const options = { samples: 1000, seed: 1 };
    expect(compare(baseline, clear, options)).toMatchObject({
      baseline: 75,
      system: 95,
      difference: 20,
    });
    expect(compare(baseline, clear, options).pValue).toBeLessThan(0.01);
    expect(compare(baseline, small, options).pValue).toBeGreaterThan(0.2);
    expect(compare(clear, baseline, options).difference).toBe(-20);
  }
  expect(pairedBootstrap(baseline, clear).winRate).toBe(100);
  expect(pairedBootstrap(clear, baseline).winRate).toBe(0);
});

test("equally good systems are seldom told apart", () => {
  // 100 pairs of systems, each wrong on a random tenth: at a level of 0.1 some 10 differ by chance.
  let state = 3;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const random = () => {
    const wrong = references.map(() => uniform() < 0.1);
    return withErrors((index) => wrong[index] ?? false);
  };
  const significant = Array.from({ length: 100 }, (_, seed) =>
    pairedRandomization(random(), random(), { samples: 300, seed }),
  ).filter(({ pValue }) => pValue < 0.1);
  expect(significant.length).toBeLessThan(20);
});

test("refuses what is not a pair", () => {
  const shorter = exactMatchStatistics(["a"], ["a"]);
  expect(() => pairedBootstrap(baseline, shorter)).toThrow(
    "Cannot compare by paired bootstrap: both systems must have the same measure on the same segments, got exact match of 200 and exact match of 1 segments",
  );
  const other = sequenceAccuracyStatistics(
    references.map((text) => [text]),
    references.map((text) => [text]),
  );
  expect(() => pairedRandomization(baseline, other)).toThrow("got exact match of 200 and sequence");
  expect(() => pairedBootstrap(baseline, baseline, { samples: 0.5 })).toThrow(
    "Cannot compare by paired bootstrap: samples must be a whole number of at least 1, got 0.5",
  );
});
