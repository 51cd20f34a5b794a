import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ToyBatch, ToyModel, toyBatches, toyTokens } from "../../test/toy-task.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { shardOf } from "../data/shard-of.ts";
import { averageWeights } from "./average-weights.ts";
import type { TrainingInspection } from "./inspection.ts";
import type { TrainingReport } from "./reports.ts";
import { train } from "./train.ts";
import type { StepGradients, TrainOptions } from "./train-options.ts";
import { memoryStore } from "./training-store.ts";

const DATA = { seed: 1, batches: 4, batchSize: 4 };
const HELD_OUT = toyBatches({ ...DATA, epoch: 0, batches: 1 })[0] as ToyBatch;

let model: ToyModel;

function options(changes: Partial<TrainOptions<ToyBatch>> = {}): TrainOptions<ToyBatch> {
  return {
    parameters: model.parameters,
    optimizer: { rule: "adam", learningRate: 0.02, clipNorm: 1 },
    batches: ({ epoch }) => toyBatches({ ...DATA, epoch }),
    loss: (batch, { seeds }) => model.loss(batch, { seeds }),
    tokenCount: toyTokens,
    validate: () => ({ loss: model.meanLoss(HELD_OUT) }),
    epochs: 3,
    ...changes,
  };
}

/** Reports whose only metric takes the given values. */
function scripted(values: readonly number[]): () => { readonly score: number } {
  const left = [...values];
  return () => ({ score: left.shift() ?? Number.NaN });
}

beforeAll(() => loadEngine());
beforeEach(() => {
  model = new ToyModel({ units: 16, seed: 1, dropout: 0.1 });
});
afterEach(() => model.dispose());

describe("train", () => {
  it("learns, and leaves the best weights", async () => {
    const { reports, best, stopped, steps } = await train(options({ epochs: 40 }));
    expect([stopped, reports.length, steps]).toEqual(["epochs", 40, 160]);
    expect(reports[0]?.validation.loss).toBeGreaterThan(1.5);
    expect(best?.validation.loss).toBeLessThan(0.8);
    expect(model.meanLoss(HELD_OUT)).toBe(best?.validation.loss);
  });

  it("holds the same number of tensors after 1 and after 50 epochs", async () => {
    await train(options({ epochs: 1 }));
    const afterOne = tf.memory().numTensors;
    await train(options({ epochs: 49 }));
    expect(tf.memory().numTensors).toBe(afterOne);
  });

  it("gives the same weights for the same seed, and others for another", async () => {
    const start = model.parameters.read();
    const weights = [];
    for (const seed of [4, 4, 5]) {
      model.parameters.write(start);
      await train(options({ seed }));
      weights.push(model.parameters.read());
    }
    expect(weights[1]).toEqual(weights[0]);
    expect(weights[2]).not.toEqual(weights[0]);
  });

  it("stops after steps, and reports what is left", async () => {
    const { stopped, reports } = await train(options({ epochs: undefined, steps: 6 }));
    expect(stopped).toBe("steps");
    expect(reports.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 4],
      [2, 6],
    ]);
  });

  it("stops after minutes", async () => {
    const { stopped, steps } = await train(options({ epochs: 10_000, minutes: 0.002 }));
    expect(stopped).toBe("minutes");
    expect(steps).toBeGreaterThan(0);
  });

  it("reports every so many steps", async () => {
    const { reports } = await train(options({ reportSteps: 5 }));
    expect(reports.map(({ epoch, step }) => [epoch, step])).toEqual([
      [2, 5],
      [3, 10],
      [4, 12],
    ]);
  });

  it("stops when patience with any metric is used up, and hears of improvements only", async () => {
    const improved: number[] = [];
    const { stopped, reports, best } = await train(
      options({
        epochs: 9,
        validate: scripted([1, 3, Number.NaN, 2, 9]),
        metric: { name: "score", direction: "highest" },
        earlyStopping: { patience: 2 },
        callbacks: [{ onImprovement: ({ epoch }) => void improved.push(epoch) }],
      }),
    );
    expect([stopped, reports.length, best?.epoch]).toEqual(["patience", 4, 2]);
    expect(improved).toEqual([1, 2]);
  });

  it("steps once for several batches as for one of them together", async () => {
    const plain = new ToyModel({ units: 16, seed: 1 });
    const start = plain.parameters.read();
    const run = async (changes: Partial<TrainOptions<ToyBatch>>) => {
      plain.parameters.write(start);
      const loss = (batch: ToyBatch) => plain.loss(batch);
      const { parameters } = plain;
      const optimizer = { rule: "sgd", learningRate: 0.5 } as const;
      await train(options({ parameters, optimizer, loss, validate: undefined, ...changes }));
      return parameters.read();
    };
    const halves = toyBatches({ ...DATA, epoch: 1 });
    const wholes = [0, 2].map((index) => halves.slice(index, index + 2).flat());
    const accumulated = await run({ batches: () => halves, accumulate: 2 });
    expectClose(accumulated, await run({ batches: () => wholes }));
    plain.dispose();
  });

  it("takes the average of the last weights when it is better", async () => {
    const store = memoryStore();
    const run = (validate: () => { readonly score: number }) =>
      train(
        options({
          epochs: 3,
          averageLast: 2,
          validate,
          store,
          metric: { name: "score", direction: "lowest" },
        }),
      );
    const better = await run(scripted([3, 2, 1, 0.5]));
    expect(better.averaged).toEqual({ score: 0.5 });
    const steps = better.reports.slice(-2).map(({ step }) => step);
    const kept = await Promise.all(steps.map((step) => store.loadKept(step)));
    expect(model.parameters.read()).toEqual(averageWeights(kept));
    expect((await run(scripted([3, 2, 1, 1.5]))).averaged).toBeUndefined();
  });

  it("shows norms and layer outputs at the first step of each report", async () => {
    const found: TrainingInspection[] = [];
    await train(
      options({
        epochs: 2,
        inspect: { layerOutputs: (batch) => ({ loss: model.loss(batch) }) },
        callbacks: [{ onInspection: (inspection) => void found.push(inspection) }],
      }),
    );
    expect(found.map(({ step }) => step)).toEqual([1, 5]);
    expect(found[0]?.weights.map(({ name }) => name)).toContain("lstm.kernel");
    expect(found[0]?.weights.every(({ gradientNorm }) => gradientNorm > 0)).toBe(true);
    expect(found[0]?.layers[0]?.mean).toBeGreaterThan(0);
  });

  it.each([
    [{ epochs: undefined }, "epochs, steps or minutes must limit it, got none"],
    [{ epochs: 0 }, "epochs must be a positive whole number, got 0"],
    [{ accumulate: 1.5 }, "accumulate must be a positive whole number, got 1.5"],
    [{ averageLast: -1 }, "averageLast must be a whole number from 0, got -1"],
    [{ minutes: 0 }, "minutes must be above 0, got 0"],
    [{ checkpointMinutes: -1 }, "checkpointMinutes must be at least 0, got -1"],
  ])("refuses %j", async (changes, reason) => {
    await expect(train(options(changes))).rejects.toThrow(`Cannot train: ${reason}`);
  });
});

describe("resume", () => {
  /** Interrupts after each of some steps, and resumes with a new model; the last life ends by itself. */
  async function inLives(steps: readonly number[], changes: Partial<TrainOptions<ToyBatch>>) {
    const store = memoryStore();
    const reports: TrainingReport[][] = [];
    for (const end of [...steps, Number.POSITIVE_INFINITY]) {
      const life = new ToyModel({ units: 16, seed: 1, dropout: 0.1 });
      const interrupt = new AbortController();
      const onStep = ({ step }: { readonly step: number }): void => {
        if (step >= end) interrupt.abort();
      };
      const result = await train(
        options({
          parameters: life.parameters,
          loss: (batch, { seeds }) => life.loss(batch, { seeds }),
          validate: () => ({ loss: life.meanLoss(HELD_OUT) }),
          store,
          resume: true,
          signal: interrupt.signal,
          callbacks: [{ onStep }],
          ...changes,
        }),
      );
      expect(result.stopped).toBe(end === Number.POSITIVE_INFINITY ? "epochs" : "interrupted");
      reports.push([...result.reports]);
      const best = life.parameters.read();
      life.dispose();
      if (end === Number.POSITIVE_INFINITY) {
        const { tensors } = (await store.loadState()) ?? {};
        return { best, tensors, reports: reports.at(-1)?.map(exactPart) };
      }
    }
    throw new Error("the last life must end");
  }

  const exactPart = ({ tokensPerSecond, elapsedSeconds, ...exact }: TrainingReport) => exact;

  it.each([
    ["in and at the end of epochs", [1, 4, 5, 11], {}],
    ["with accumulated batches", [1, 2, 3], { accumulate: 3 }],
    ["with momentum and averages", [5], { optimizer: SGD, averageLast: 2, keepBest: 1 }],
    ["with batches that come one by one", [3, 6], { batches: streamed }],
    ["with reports by steps", [2, 7], { reportSteps: 5 }],
  ] as [string, number[], Partial<TrainOptions<ToyBatch>>][])(
    "ends bit by bit as without a break, %s",
    async (_, steps, changes) => {
      expect(await inLives(steps, changes)).toEqual(await inLives([], changes));
    },
  );
});

const SGD = { rule: "sgd", learningRate: 0.1, momentum: 0.9 } as const;

async function* streamed({ epoch }: { readonly epoch: number }): AsyncGenerator<ToyBatch> {
  yield* toyBatches({ ...DATA, epoch });
}

describe("gradients of several processes", () => {
  it("averaged over two shards equal those of the whole", async () => {
    const batches = toyBatches({ ...DATA, batches: 6, epoch: 1 });
    const train2 = async (parts: readonly Partial<TrainOptions<ToyBatch>>[]) => {
      const models = parts.map(() => new ToyModel({ units: 16, seed: 1 }));
      await Promise.all(
        parts.map((part, index) => {
          const { parameters } = models[index] as ToyModel;
          const loss = (batch: ToyBatch) => (models[index] as ToyModel).loss(batch);
          return train(options({ parameters, loss, validate: undefined, ...part }));
        }),
      );
      const weights = models.map(({ parameters }) => parameters.read());
      for (const each of models) each.dispose();
      return weights;
    };
    const allReduce = averageOf(2);
    const [first, second] = await train2(
      [0, 1].map((index) => ({
        batches: () => shardOf(batches, { index, count: 2 }),
        combineGradients: allReduce,
      })),
    );
    const [whole] = await train2([{ batches: () => batches, accumulate: 2 }]);
    expect(first).toEqual(second);
    expectClose(first as Weights, whole as Weights);
  });

  /** Waits for the gradients of all, and gives everyone their mean by tokens. */
  function averageOf(count: number): (step: StepGradients) => Promise<StepGradients> {
    let waiting: { readonly step: StepGradients; resolve(mean: StepGradients): void }[] = [];
    return (step) =>
      new Promise((resolve) => {
        waiting.push({ step, resolve });
        if (waiting.length < count) return;
        const steps = waiting.map((each) => each.step);
        const tokenCount = steps.reduce((sum, each) => sum + each.tokenCount, 0);
        const share = (each: StepGradients): number => each.tokenCount / tokenCount;
        const mean = (): StepGradients => ({
          gradients: tf.tidy(() =>
            step.gradients.map((_, index) =>
              tf.addN(steps.map((each) => tf.mul(each.gradients[index] as tf.Tensor, share(each)))),
            ),
          ),
          loss: steps.reduce((sum, each) => sum + each.loss * share(each), 0),
          tokenCount,
        });
        const means = waiting.map(mean);
        for (const [index, each] of waiting.entries()) each.resolve(means[index] as StepGradients);
        waiting = [];
      });
  }
});

type Weights = ReturnType<ToyModel["parameters"]["read"]>;

function expectClose(actual: Weights, expected: Weights): void {
  for (const [name, { values }] of expected) {
    const worst = Math.max(
      ...values.map((value, index) => Math.abs(value - (actual.get(name)?.values[index] ?? 9))),
    );
    expect(worst, name).toBeLessThan(2e-5);
  }
}
