import { beforeAll, describe, expect, it } from "vitest";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { meanLoss } from "./mean-loss.ts";

beforeAll(() => loadEngine());

const BATCHES = [
  { losses: [1, 2, 6], tokenCount: 3 },
  { losses: [11], tokenCount: 1 },
];

describe("meanLoss", () => {
  it("is the mean over tokens, not over batches, and leaves no tensor behind", () => {
    const before = tf.memory().numTensors;
    expect(meanLoss(BATCHES, ({ losses }) => tf.sum(tf.tensor1d(losses)))).toBe(5);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("is no number where there is no token", () => {
    expect(meanLoss([], () => tf.scalar(1))).toBeNaN();
  });
});
