import { expect, it } from "vitest";
import { uniformNumbers } from "./uniform-numbers.ts";

it("spreads evenly over [0, 1), along positions and along seeds", () => {
  const alongPositions = uniformNumbers(20_000, 1);
  const alongSeeds = Array.from({ length: 20_000 }, (_, seed) => uniformNumbers(1, seed)[0] ?? 1);
  for (const numbers of [alongPositions, alongSeeds]) {
    const counts = new Array<number>(10).fill(0);
    for (const number of numbers) (counts[Math.floor(number * 10)] as number) += 1;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  }
});

it("gives the same numbers for the same seed, others for another", () => {
  expect(uniformNumbers(3, 7)).toEqual(uniformNumbers(3, 7));
  expect(uniformNumbers(3, 7)).not.toEqual(uniformNumbers(3, 8));
});
