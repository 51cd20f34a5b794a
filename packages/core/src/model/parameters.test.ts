import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { loadEngine } from "../backend/engine.ts";
import { Parameters } from "./parameters.ts";

const BIAS = { shape: [2], values: Float32Array.of(1, 2) };
let parameters: Parameters;

beforeAll(() => loadEngine());
beforeEach(() => {
  parameters = new Parameters();
  parameters.create("bias", BIAS);
});
afterEach(() => parameters.dispose());

it("gives back what was written", () => {
  const weights = new Map([["bias", { shape: [2], values: Float32Array.of(3, 4) }]]);
  parameters.write(weights);
  expect(parameters.read()).toEqual(weights);
  expect(parameters.count).toBe(2);
});

it.each([
  ["one is missing", new Map(), '"bias" must have shape [2], got none'],
  [
    "one has another shape",
    new Map([["bias", { shape: [1], values: Float32Array.of(1) }]]),
    '"bias" must have shape [2], got [1]',
  ],
  [
    "one is unknown",
    new Map([
      ["bias", BIAS],
      ["kernel", BIAS],
    ]),
    'the model has no weight "kernel"',
  ],
])("replaces nothing when %s", (_, weights, reason) => {
  expect(() => parameters.write(weights)).toThrow(`Cannot load weights: ${reason}`);
  expect(parameters.read().get("bias")).toEqual(BIAS);
});

it("refuses a name twice", () => {
  expect(() => parameters.create("bias", BIAS)).toThrow(
    'Cannot create weight: the name is taken, got "bias"',
  );
});
