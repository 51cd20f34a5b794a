import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkSettings, settingsFromFlags, settingsOf } from "./settings.ts";
import { type TrainingSettings, trainingSettings, trainOptionsOf } from "./training-settings.ts";

const SETTINGS: TrainingSettings = {
  epochs: 3,
  batchSize: 8,
  learningRate: 0.1,
  clipNorm: 1,
  patience: 2,
  precision: "float32",
};
const METRICS = [
  { name: "loss", direction: "lowest" },
  { name: "bleu", direction: "highest" },
] as const;

describe("training settings", () => {
  it("are flags with types, choices and descriptions", () => {
    const settings = settingsOf(z.strictObject({ training: trainingSettings }));
    expect(settings.every(({ description }) => description.length > 0)).toBe(true);
    const types = new Map(settings.map(({ path, type }) => [path, type]));
    expect(types.get("training.averageLast")).toBe("integer");
    expect(types.get("training.labelSmoothing")).toBe("number");
    const optimizer = settings.find(({ path }) => path === "training.optimizer");
    expect(optimizer?.choices).toEqual(["sgd", "rmsprop", "adam", "adamw", "adagrad"]);
    const flags = { "training.optimizer": "sgd", "training.momentum": "0.9" };
    expect(settingsFromFlags(settings, flags)).toEqual({
      training: { optimizer: "sgd", momentum: 0.9 },
    });
  });

  it("need only what every app sets", () => {
    expect(checkSettings(trainingSettings, SETTINGS)).toEqual(SETTINGS);
    expect(() => checkSettings(trainingSettings, { ...SETTINGS, epochs: 0 })).toThrow("got 0");
    expect(() => checkSettings(trainingSettings, { ...SETTINGS, onBroken: "cry" })).toThrow("cry");
  });

  it("become options of train", () => {
    const { optimizer, schedule, ...rest } = trainOptionsOf(
      { ...SETTINGS, optimizer: "adamw", weightDecay: 0.1, metric: "bleu", schedule: "step" },
      METRICS,
    );
    expect(optimizer).toMatchObject({ rule: "adamw", learningRate: 0.1, weightDecay: 0.1 });
    expect(schedule?.({ step: 1, epoch: 3, reports: [] })).toBe(0.5);
    expect(rest).toMatchObject({ metric: METRICS[1], earlyStopping: { patience: 2 }, epochs: 3 });
  });

  it.each([
    ["constant", { step: 1, epoch: 5, reports: [] }, 1],
    ["plateau", { step: 1, epoch: 5, reports: [] }, 1],
    ["exponential", { step: 1, epoch: 3, reports: [] }, 0.25],
    ["noam", { step: 5, epoch: 1, reports: [] }, 0.5],
    ["cosine", { step: 20, epoch: 1, reports: [] }, 0],
  ] as const)("name the schedule %s", (schedule, moment, rate) => {
    const settings = { ...SETTINGS, schedule, warmupSteps: 10, maxSteps: 20 };
    expect(trainOptionsOf(settings, METRICS).schedule?.(moment)).toBe(rate);
  });

  it("refuse what the optimizer does not read", () => {
    expect(() => trainOptionsOf({ ...SETTINGS, momentum: 0.9 }, METRICS)).toThrow(
      "Cannot make the optimizer: momentum is nothing that adam reads, got 0.9",
    );
  });

  it("refuse a metric that the app does not have, and cosine without an end", () => {
    expect(() => trainOptionsOf({ ...SETTINGS, metric: "rouge" }, METRICS)).toThrow(
      'Cannot use training.metric: it must be one of loss, bleu, got "rouge"',
    );
    expect(() => trainOptionsOf({ ...SETTINGS, schedule: "cosine" }, METRICS)).toThrow(
      "Cannot use training.schedule: cosine needs training.totalSteps or training.maxSteps, got neither",
    );
  });
});
