import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ToyBatch, ToyModel, toyBatches, toyTokens } from "../../test/toy-task.ts";
import { loadEngine } from "../backend/engine.ts";
import { tf } from "../backend/tf.ts";
import { Parameters, type WeightValues } from "../model/parameters.ts";
import { BrokenTrainingError, likelyCause } from "./broken-training.ts";
import { train } from "./train.ts";
import type { TrainOptions } from "./train-options.ts";
import { memoryStore, type TrainingStore } from "./training-store.ts";

/** y = w x: a line through points. */
interface Points {
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
}

const GOOD: Points = { inputs: Float32Array.of(0.5, 1.5), targets: Float32Array.of(1, 3) };

let parameters: Parameters;
let store: TrainingStore;

function options(changes: Partial<TrainOptions<Points>> = {}): TrainOptions<Points> {
  const weight = parameters.variables[0] as tf.Variable;
  return {
    parameters,
    optimizer: { rule: "sgd", learningRate: 0.1 },
    batches: () => [GOOD, GOOD, GOOD],
    loss: ({ inputs, targets }) =>
      tf.sum(tf.squaredDifference(tf.mul(weight, inputs), targets)) as tf.Scalar,
    tokenCount: ({ targets }) => targets.length,
    epochs: 2,
    store,
    checkpointMinutes: 0,
    ...changes,
  };
}

/** Good batches in the first epoch, a bad one second in the second. */
function withBad(bad: Points): Partial<TrainOptions<Points>> {
  return { batches: ({ epoch }) => (epoch === 1 ? [GOOD, GOOD] : [GOOD, bad, GOOD]) };
}

async function weightOf(
  state: Promise<{ tensors: ReadonlyMap<string, WeightValues> } | undefined>,
) {
  return (await state)?.tensors.get("weights/w")?.values[0];
}

beforeAll(() => loadEngine());
beforeEach(() => {
  parameters = new Parameters();
  parameters.create("w", { shape: [1], values: Float32Array.of(1) });
  store = memoryStore();
});
afterEach(() => parameters.dispose());

const BAD: [string, Points, string][] = [
  [
    "NaN in the inputs",
    { ...GOOD, inputs: Float32Array.of(1, Number.NaN) },
    "the loss must be a finite number, got NaN at step 4 (epoch 2, batch 2); likely cause: the data holds NaN at batch.inputs[1]",
  ],
  [
    "an infinite target",
    { ...GOOD, targets: Float32Array.of(1, Number.POSITIVE_INFINITY) },
    "the loss must be a finite number, got Infinity at step 4 (epoch 2, batch 2); likely cause: the data holds Infinity at batch.targets[1]",
  ],
  [
    "empty targets",
    { inputs: Float32Array.of(), targets: Float32Array.of() },
    "a step must have target tokens, got 0 at step 4 (epoch 2, batch 2); likely cause: empty targets",
  ],
  [
    "inputs that are not scaled",
    { ...GOOD, inputs: Float32Array.of(1, 1234567.5) },
    "likely cause: inputs or targets that are not scaled (the largest is 1.23e+6)",
  ],
];

describe("a broken step", () => {
  it.each(BAD)("by %s stops, and the last good state is kept", async (_, bad, message) => {
    const broken = train(options(withBad(bad)));
    await expect(broken).rejects.toThrow(BrokenTrainingError);
    await expect(broken).rejects.toThrow(message);
    await expect(broken).rejects.toThrow("; the state of step 2 is kept");
    const kept = await weightOf(store.loadState());
    expect(Math.abs((kept ?? Number.NaN) - 2)).toBeLessThan(1); // on its way from 1 to 2
    expect((await store.loadBest()).get("w")?.values[0]).toBeCloseTo(kept ?? Number.NaN, 5);
  });

  it.each(BAD)("by %s can be left out", async (_, bad) => {
    const notices: string[] = [];
    const callbacks = [{ onNotice: (text: string) => void notices.push(text) }];
    const { steps } = await train(options({ ...withBad(bad), onBroken: "skip", callbacks }));
    expect(steps).toBe(5);
    const skipped = parameters.read();
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^the step was left out: .* at step 4 \(epoch 2, batch 2\)/);
    parameters.write(new Map([["w", { shape: [1], values: Float32Array.of(1) }]]));
    await train(options({ batches: () => [GOOD, GOOD], store: memoryStore() }));
    expect(parameters.read()).toEqual(skipped);
  });

  it("by a rate of 1e6 stops before anything is lost", async () => {
    const optimizer = { rule: "sgd", learningRate: 1e6 } as const;
    await expect(train(options({ optimizer }))).rejects.toThrow(
      "Cannot go on training: the loss must stay below 1000 times the first, 1.250, got 7.812e+12 at step 2 (epoch 1, batch 2); likely cause: a learning rate of 1000000 is too high; the state of step 0 is kept",
    );
    expect(await weightOf(store.loadState())).toBe(1);
  });

  it("by a rate of 1e6 halves it from the last good weights until it learns", async () => {
    const optimizer = { rule: "sgd", learningRate: 1e6 } as const;
    const run = (epochs: number) =>
      train(options({ optimizer, onBroken: "halve", epochs, resume: true }));
    const { reports } = await run(20);
    const rate = reports.at(-1)?.learningRate ?? 0;
    expect(Number.isInteger(Math.log2(1e6 / rate))).toBe(true);
    expect(rate).toBeLessThan(1);
    expect(parameters.read().get("w")?.values[0]).toBeCloseTo(2, 1);
  });

  it("at every step ends training even when steps may be left out", async () => {
    const bad = { ...GOOD, inputs: Float32Array.of(Number.NaN, 1) };
    await expect(
      train(options({ batches: () => [bad], onBroken: "skip", epochs: 99 })),
    ).rejects.toThrow("at step 11 (epoch 11, batch 1)");
  });

  it("by a rate of 1e6 is noticed where a softmax keeps the loss finite", async () => {
    const model = new ToyModel({ units: 8, seed: 1 });
    await expect(
      train<ToyBatch>({
        parameters: model.parameters,
        optimizer: { learningRate: 1e6 },
        batches: ({ epoch }) => toyBatches({ seed: 1, epoch, batches: 4, batchSize: 4 }),
        loss: (batch) => model.loss(batch),
        tokenCount: toyTokens,
        epochs: 3,
      }),
    ).rejects.toThrow("likely cause: a learning rate of 1000000 is too high");
    model.dispose();
  });

  it("by a gradient that is not finite changes nothing", async () => {
    const weight = parameters.variables[0] as tf.Variable;
    // The root of zero: a loss of 0 with an infinite slope.
    const loss = () => tf.sum(tf.sqrt(tf.sub(weight, 1))) as tf.Scalar;
    await expect(train(options({ loss }))).rejects.toThrow(
      "Cannot go on training: the gradients must be finite, got a global norm of",
    );
    expect(parameters.read().get("w")?.values[0]).toBe(1);
  });
});

describe("an epoch", () => {
  it("without batches ends training, and what was learnt is kept", async () => {
    const batches = ({ epoch }: { readonly epoch: number }) => (epoch < 3 ? [GOOD] : []);
    await expect(train(options({ batches, epochs: 4, checkpointMinutes: 9 }))).rejects.toThrow(
      "Cannot go on training: an epoch must have batches, got none in epoch 3",
    );
    const state = await store.loadState();
    expect(state?.position).toMatchObject({ epoch: 3, batches: 0, step: 2 });
    expect(state?.position.reports).toHaveLength(2);
  });

  it("whose data fail in the middle can be resumed", async () => {
    const failing = function* (): Generator<Points> {
      yield GOOD;
      throw new Error("the disk is gone");
    };
    const batches = ({ epoch }: { readonly epoch: number }) =>
      epoch === 1 ? [GOOD, GOOD] : failing();
    await expect(train(options({ batches, checkpointMinutes: 9 }))).rejects.toThrow(
      "the disk is gone",
    );
    expect((await store.loadState())?.position).toMatchObject({ epoch: 2, batches: 1, step: 3 });
    await train(options({ batches: () => [GOOD, GOOD], resume: true }));
    const resumed = parameters.read();
    parameters.write(new Map([["w", { shape: [1], values: Float32Array.of(1) }]]));
    await train(options({ batches: () => [GOOD, GOOD], store: memoryStore() }));
    expect(parameters.read()).toEqual(resumed);
  });
});

describe("the likely cause", () => {
  const step = { tokenCount: 3, learningRate: 0.5 };

  it("is found in tensors and nested arrays; ids are not numbers to scale", () => {
    tf.tidy(() => {
      const batch = { source: { ids: [[5, 70_000]] }, target: tf.tensor1d([1, Number.NaN]) };
      expect(likelyCause([batch], step)).toBe("the data holds NaN at batch.target[1]");
      expect(likelyCause([GOOD, { rows: [[1], [Number.NaN]] }], step)).toBe(
        "the data holds NaN at batches[1].rows[1][0]",
      );
      const ids = { ids: Int32Array.of(70_000), more: [70_000, 3] };
      expect(likelyCause([ids], step)).toBe("a learning rate of 0.5 is too high");
    });
  });
});
