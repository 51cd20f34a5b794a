import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ToyBatch, ToyModel, toyBatches, toyTokens } from "../../test/toy-task.ts";
import { type Engine, loadEngine } from "../backend/engine.ts";
import type { RunRecord } from "../persistence/open-run.ts";
import { RUN_FILES } from "../persistence/run-folder.ts";
import { folderSource, readRunConfig, readRunWeights } from "../persistence/run-reader.ts";
import type { TrainingInspection } from "../training/inspection.ts";
import { type AppTrainOptions, beginRun, fitRun, type RunLossOptions } from "./app-training.ts";
import { type TrainingSettings, trainOptionsOf } from "./training-settings.ts";

const TRAINING: TrainingSettings = {
  epochs: 2,
  batchSize: 4,
  patience: 5,
  learningRate: 0.01,
  clipNorm: 5,
  precision: "float32",
};

interface Config {
  readonly seed: number;
  readonly training: TrainingSettings;
}

let engine: Engine;
let run: string;
beforeAll(async () => {
  engine = await loadEngine();
});
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), "encdec-app-training-"));
});
afterEach(() => rm(run, { recursive: true }));

const configWith = (training: Partial<TrainingSettings> = {}): Config => ({
  seed: 7,
  training: { ...TRAINING, ...training },
});

const kind = { task: "add", parse: (config: unknown) => config as Config & RunRecord };

function begin(options: Partial<AppTrainOptions<Config>> = {}): Promise<Config & RunRecord> {
  const config = options.config ?? configWith();
  const begun = { ...kind, settings: config, dataFingerprint: "abc", files: {}, version: "1.2.3" };
  return beginRun({ run, ...options }, begun);
}

describe("beginRun", () => {
  it("writes settings and record, with the engine that is there", async () => {
    const config = await begin();
    expect(config.madeWith.engine).toBe(`${engine.name} ${engine.version}`);
    expect(await readRunConfig(folderSource(run), kind)).toEqual(config);
    await expect(begin()).rejects.toThrow("already holds one");
    await begin({ overwrite: true });
  });

  it("resumes with another end, and with no other way of training", async () => {
    await begin();
    const longer = await begin({ resume: true, config: configWith({ epochs: 9, patience: 1 }) });
    expect(longer.training.epochs).toBe(9);
    await expect(begin({ resume: true, config: configWith({ batchSize: 5 }) })).rejects.toThrow(
      "training.batchSize must be as before, 4, got 5",
    );
  });
});

/** What a training left behind, and what it said. */
async function fit(options: Partial<AppTrainOptions<Config>> = {}) {
  const config = options.config ?? configWith();
  const model = new ToyModel({ units: 6, seed: 1, dropout: 0.2 });
  const notices: string[] = [];
  const asked: RunLossOptions[] = [];
  const [heldOut = []] = toyBatches({ seed: 2, epoch: 1, batches: 1, batchSize: 8 });
  const result = await fitRun<ToyBatch>(
    { config, run, onNotice: (text) => void notices.push(text), ...options },
    {
      settings: trainOptionsOf(config.training, {
        metrics: [{ name: "loss", direction: "lowest" }],
        epochBatches: 3,
      }),
      parameters: model.parameters,
      batches: ({ epoch }) => toyBatches({ seed: 1, epoch, batches: 3, batchSize: 4 }),
      loss: (batch, lossOptions) => {
        asked.push(lossOptions);
        return model.loss(batch, lossOptions);
      },
      layerOutputs: (batch) => ({ loss: model.loss(batch) }),
      tokenCount: toyTokens,
      validate: () => ({ loss: model.meanLoss(heldOut) }),
    },
  );
  const weights = model.parameters.read();
  model.dispose();
  return { result, weights, notices, asked };
}

describe("fitRun", () => {
  it("leaves the best weights in the model and in the folder, beside reports and state", async () => {
    const { result, weights, notices } = await fit();
    expect(result).toMatchObject({ stopped: "epochs", steps: 6, best: { epoch: 2 } });
    expect(await readRunWeights(folderSource(run))).toEqual(weights);
    const lines = (await readFile(join(run, RUN_FILES.metrics), "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).validation)).toEqual(
      result.reports.map(({ validation }) => validation),
    );
    expect(await readdir(join(run, RUN_FILES.state))).not.toEqual([]);
    expect(notices).toEqual([]);
  });

  it("computes losses as the settings say", async () => {
    const { asked } = await fit({ config: configWith({ labelSmoothing: 0.1, epochs: 1 }) });
    for (const { seeds, ...settings } of asked) {
      expect(seeds).toBeTypeOf("function");
      expect(settings).toEqual({ precision: "float32", labelSmoothing: 0.1 });
    }
    expect(asked).toHaveLength(3);
  });

  it("goes on where a run was stopped, to the same end", async () => {
    const controller = new AbortController();
    const onStep = ({ step }: { readonly step: number }): void => {
      if (step === 4) controller.abort();
    };
    const stopped = await fit({ signal: controller.signal, callbacks: [{ onStep }] });
    expect(stopped.result).toMatchObject({ stopped: "interrupted", steps: 4 });
    const resumed = await fit({ resume: true });
    await rm(run, { recursive: true });
    const whole = await fit();
    expect(resumed.weights).toEqual(whole.weights);
  });

  it("looks inside only when it is asked to", async () => {
    const found: TrainingInspection[] = [];
    const callbacks = [{ onInspection: (seen: TrainingInspection) => void found.push(seen) }];
    await fit({ callbacks });
    expect(found).toEqual([]);
    await fit({ callbacks, inspect: true });
    expect(found[0]?.layers.map(({ name }) => name)).toEqual(["loss"]);
  });

  it("says when bfloat16 has no effect", async () => {
    const { notices } = await fit({ config: configWith({ precision: "mixed-bfloat16" }) });
    const sentence =
      "precision mixed-bfloat16 has no effect: this engine and processor have float32 only";
    expect(notices).toEqual(engine.bfloat16 ? [] : [sentence]);
  });
});
