import { expect, it } from "vitest";
import { flopsOf } from "./flops.ts";
import type { EncoderDecoderShape, RepeatVectorShape } from "./shapes.ts";

const repeatVector: RepeatVectorShape = {
  title: "",
  model: "repeat-vector",
  batch: 2,
  units: 3,
  sourceSteps: 5,
  targetSteps: 4,
  features: 7,
  outputs: 6,
  loss: "cross-entropy",
  bidirectional: false,
};

const encoderDecoder: EncoderDecoderShape = {
  title: "",
  model: "encoder-decoder",
  batch: 2,
  units: 3,
  sourceSteps: 5,
  targetSteps: 4,
  embedding: 7,
  vocabulary: 11,
  cell: "lstm",
  layers: 1,
};

it("counts a repeated vector once and no gradient of the data", () => {
  const encoder = 2 * (10 * 7 * 12) + 3 * (10 * 3 * 12);
  const decoder = 3 * (2 * 3 * 12) + 3 * (8 * 3 * 12);
  const output = 3 * (8 * 3 * 6);
  expect(flopsOf(repeatVector)).toBe(2 * (encoder + decoder + output));
  // Two encoders, and their two states in the decoder's input.
  const both = 2 * encoder + 3 * (2 * 6 * 12) + 3 * (8 * 3 * 12) + output;
  expect(flopsOf({ ...repeatVector, bidirectional: true })).toBe(2 * both);
});

it("counts every layer of an encoder-decoder three times", () => {
  const layer = (rows: number, features: number): number => rows * (features + 3) * 12;
  const output = 8 * 3 * 11;
  expect(flopsOf(encoderDecoder)).toBe(6 * (layer(10, 7) + layer(8, 7) + output));
  const second = layer(10, 3) + layer(8, 3);
  const deep = layer(10, 7) + layer(8, 7) + second + output;
  expect(flopsOf({ ...encoderDecoder, layers: 2 })).toBe(6 * deep);
  const gru = (layer(10, 7) + layer(8, 7)) * (3 / 4) + output;
  expect(flopsOf({ ...encoderDecoder, cell: "gru" })).toBe(6 * gru);
});

it("counts no padding", () => {
  const full = { source: [5, 5], target: [4, 4] };
  expect(flopsOf({ ...encoderDecoder, lengths: full })).toBe(flopsOf(encoderDecoder));
  const short = flopsOf({ ...encoderDecoder, lengths: { source: [5, 0], target: [4, 0] } });
  expect(short).toBe(flopsOf(encoderDecoder) / 2);
});

it("counts a decoding step once", () => {
  const sizes = { title: "", batch: 2, units: 3, embedding: 5, vocabulary: 11 };
  expect(flopsOf({ ...sizes, model: "decoder-step" })).toBe(2 * 2 * (8 * 12 + 3 * 11));
});
