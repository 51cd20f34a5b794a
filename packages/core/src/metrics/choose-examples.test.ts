import { expect, test } from "vitest";
import { chooseExamples, pickExamples } from "./choose-examples.ts";

const scores = Float64Array.from([40, 100, 0, 100, 0, 70, 20]);

test("takes the worst, the best and some in between", () => {
  expect(chooseExamples(scores, { count: 3 })).toEqual({
    worst: [2, 4, 6],
    best: [1, 3, 5],
    ordinary: [0, 2, 4],
  });
});

test("shows the longer of equally good ones first, then the earlier", () => {
  const lengths = [1, 2, 3, 9, 3, 1, 1];
  expect(chooseExamples(scores, { count: 2, lengths })).toMatchObject({
    worst: [2, 4],
    best: [3, 1],
  });
});

test("takes all of a small set once, and none when none are asked for", () => {
  const { worst, best, ordinary } = chooseExamples([1, 2], { count: 5 });
  expect([worst, best, ordinary]).toEqual([
    [0, 1],
    [1, 0],
    [0, 1],
  ]);
  expect(chooseExamples(scores, { count: 0 })).toEqual({ worst: [], best: [], ordinary: [] });
});

test("refuses counts that are none, and lengths of other segments", () => {
  expect(() => chooseExamples(scores, { count: 1.5 })).toThrow(
    "Cannot choose examples: count must be a whole number of 0 or more, got 1.5",
  );
  expect(() => chooseExamples(scores, { count: 1, lengths: [1] })).toThrow(
    "Cannot choose examples: there must be as many lengths as scores, got 1 and 7",
  );
});

test("gives the examples themselves", () => {
  const examples = [
    { text: "a", chrf: 50 },
    { text: "long", chrf: 10 },
    { text: "longer", chrf: 10 },
    { text: "b", chrf: 90 },
  ];
  const [a, long, longer, b] = examples;
  const score = ({ chrf }: { readonly chrf: number }): number => chrf;
  const length = ({ text }: { readonly text: string }): number => text.length;
  expect(pickExamples(examples, { count: 2, score, length })).toEqual({
    worst: [longer, long],
    best: [b, a],
    ordinary: [a, longer],
  });
  expect(pickExamples([], { count: 2, score, length }).best).toEqual([]);
});
