import { expect, it } from "vitest";
import type { LayerInspection } from "../training/inspection.ts";
import { formatInspection } from "./training-files.ts";

const LAYER: LayerInspection = {
  name: "encoder.0",
  mean: 0,
  standardDeviation: 0.5,
  largest: 0.9,
  zeroShare: 0.25,
  saturatedShare: 0,
};

it("shows norms and outputs by layer, without a word when all is well", () => {
  const weights = [{ name: "kernel", weightNorm: 4, gradientNorm: 2 }];
  const text = formatInspection({ step: 7, weights, layers: [LAYER] });
  expect(text.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["weights at step 7", "norm", "gradient norm", "gradient / weight"],
    ["kernel", "4.00", "2.00", "0.500"],
    ["outputs", "mean", "deviation", "largest", "zero %", "beyond 0.99 %"],
    ["encoder.0", "0.00", "0.500", "0.900", "25.0", "0.0"],
  ]);
});

it("names bottlenecks", () => {
  const weights = [
    { name: "first", weightNorm: 1, gradientNorm: 1e-6 },
    { name: "second", weightNorm: 1, gradientNorm: 1 },
    { name: "third", weightNorm: 1, gradientNorm: 1 },
  ];
  const layers = [
    { ...LAYER, name: "stuck", saturatedShare: 0.6, largest: 1 },
    { ...LAYER, name: "logits", saturatedShare: 0.6, largest: 7 },
    { ...LAYER, name: "dead", standardDeviation: 0 },
  ];
  const text = formatInspection({ step: 1, weights, layers });
  expect(text.split("\n").filter((line) => line.startsWith("bottleneck"))).toEqual([
    "bottleneck: hardly any gradient reaches first",
    "bottleneck: more than half of the outputs of stuck are saturated",
    "bottleneck: the outputs of dead hardly differ",
  ]);
});
