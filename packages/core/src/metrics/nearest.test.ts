import { expect, it } from "vitest";
import { Random } from "../data/random.ts";
import { editDistance } from "./edit-distance.ts";
import { nearestTokens } from "./nearest.ts";

it("finds what a search through all edit distances finds", () => {
  const random = Random.fromSeed(1);
  const draw = (): string[] =>
    Array.from({ length: 1 + random.integer(6) }, () => `w${random.integer(8)}`);
  const candidates = Array.from({ length: 80 }, draw);
  const nearest = nearestTokens(candidates);
  for (let query = 0; query < 40; query++) {
    const tokens = [...draw(), "unknown"];
    const distances = candidates.map((candidate) => editDistance(tokens, candidate));
    expect(nearest(tokens)).toBe(distances.indexOf(Math.min(...distances)));
  }
});

it("refuses to search among nothing", () => {
  expect(() => nearestTokens([])).toThrow(
    "Cannot search for the nearest: at least one candidate is needed, got 0",
  );
});
