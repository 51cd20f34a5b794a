/** Vitest setup: fails any test that leaves tensors alive. */
import { createRequire } from "node:module";
import type * as tfjs from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, expect } from "vitest";

// As the engine does it: an import takes four times as long, for every file of tests.
const { engine }: typeof tfjs = createRequire(import.meta.url)("@tensorflow/tfjs-core");

let tensorsBefore = 0;

// The engine's own count loads no backend, unlike `memory()`: tests of text stay quick.
beforeEach(() => {
  tensorsBefore = engine().state.numTensors;
});

afterEach(() => {
  expect(engine().state.numTensors - tensorsBefore, "tensors left alive by the test").toBe(0);
});
