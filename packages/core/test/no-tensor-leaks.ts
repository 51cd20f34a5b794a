/** Vitest setup: fails any test that leaves tensors alive. */
import { engine } from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, expect } from "vitest";

let tensorsBefore = 0;

// The engine's own count loads no backend, unlike `memory()`: tests of text stay quick.
beforeEach(() => {
  tensorsBefore = engine().state.numTensors;
});

afterEach(() => {
  expect(engine().state.numTensors - tensorsBefore, "tensors left alive by the test").toBe(0);
});
