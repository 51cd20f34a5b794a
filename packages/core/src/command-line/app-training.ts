/** What the trainings of all apps have in common: a run is begun, and its model trained in it. */
import type { SeedSource } from "../backend/dropout.ts";
import { loadEngine } from "../backend/engine.ts";
import type { tf } from "../backend/tf.ts";
import type { LossOptions } from "../model/decoder.ts";
import { type OpenRunOptions, openRun, type RunRecord } from "../persistence/open-run.ts";
import { prepareRunFolder } from "../persistence/run-folder.ts";
import type { RunKind } from "../persistence/run-reader.ts";
import { RunStore } from "../persistence/run-store.ts";
import type { InspectionOptions } from "../training/inspection.ts";
import type { TrainingReport } from "../training/reports.ts";
import { train } from "../training/train.ts";
import type { TrainingCallback, TrainOptions, TrainResult } from "../training/train-options.ts";
import type { TrainingPosition } from "../training/training-store.ts";
import {
  RESUMABLE_SETTINGS,
  type TrainingSettings,
  type TrainingSettingsOptions,
} from "./training-settings.ts";

/** What an app's training is asked to do. */
export interface AppTrainOptions<Config> {
  readonly config: Config;
  /** Folder of the run. */
  readonly run: string;
  /** Replaces the run that is there. @default false */
  readonly overwrite?: boolean | undefined;
  /** Continues the run that is there; its end is then the same as without a break. @default false */
  readonly resume?: boolean | undefined;
  /** Looks at weights, gradients and layer outputs; the callbacks hear of it. @default false */
  readonly inspect?: boolean | undefined;
  /** Saves the state and stops when aborted. */
  readonly signal?: AbortSignal | undefined;
  readonly onNotice?: ((text: string) => void) | undefined;
  /** What follows training: progress, TensorBoard files. */
  readonly callbacks?: readonly TrainingCallback[] | undefined;
}

/** What an app's training gives back. */
export interface AppTrainResult<Evaluation>
  extends Pick<TrainResult, "stopped" | "steps" | "reports"> {
  /** Scores on the held-out data; nothing when training was interrupted. */
  readonly evaluation?: Evaluation | undefined;
}

/**
 * Refuses a folder that cannot be trained in, before data are read, which may take long; it changes nothing.
 *
 * @throws {Error} As {@link beginRun}, but for what depends on data and settings.
 *
 * @example
 * ```ts
 * import { checkRunFolder } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 *
 * assert.isUndefined(await checkRunFolder({ run: "runs/not-there-yet" }));
 * ```
 */
export async function checkRunFolder(
  options: Pick<AppTrainOptions<unknown>, "run" | "overwrite" | "resume">,
): Promise<void> {
  // What is to be replaced stays until its successor is sure to begin.
  if (!options.overwrite && !options.resume) await prepareRunFolder(options.run);
}

/** What a run begins with: its settings, and the preparation of its data. */
export interface BeginRunOptions<Settings extends object>
  extends RunKind<Settings & RunRecord>,
    Pick<OpenRunOptions<Settings>, "settings" | "dataFingerprint" | "files" | "version"> {}

/**
 * Opens the folder of the run that is to be trained: a new one, or the one that is resumed.
 *
 * @throws {Error} If the folder holds a run and neither `overwrite` nor `resume` is set, or the run to resume is of other data or
 *   settings.
 *
 * @example
 * ```ts
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { beginRun, runKind } from "@encdec/core/command-line";
 * import { folderSource, readRunSettings, runRecord } from "@encdec/core/persistence";
 * import { assert } from "vitest";
 * import { z } from "zod";
 *
 * const run = await mkdtemp(join(tmpdir(), "run-"));
 * const kind = runKind("greet", z.strictObject({ units: z.int(), ...runRecord }));
 * const begun = { ...kind, dataFingerprint: "5ad1", files: { "names.txt": "Ada" }, version: "1.0.0" };
 * const config = await beginRun({ run }, { ...begun, settings: { units: 64 } });
 * assert.hasAllKeys(config.checksums, ["names.txt"]);
 * assert.deepEqual(await readRunSettings<{ units: number }>(folderSource(run), kind), { units: 64 });
 * await rm(run, { recursive: true });
 * ```
 */
export async function beginRun<Settings extends object>(
  options: Pick<AppTrainOptions<unknown>, "run" | "overwrite" | "resume" | "onNotice">,
  begun: BeginRunOptions<Settings>,
): Promise<Settings & RunRecord> {
  const { run, overwrite, resume, onNotice = () => {} } = options;
  const engine = await loadEngine();
  return openRun(run, { ...begun, engine, free: RESUMABLE_SETTINGS, overwrite, resume, onNotice });
}

/** What is trained in a run, and on what: the app's part of the options of {@link train}. */
export interface FitRunOptions<Batch>
  extends Pick<
    TrainOptions<Batch>,
    "parameters" | "batches" | "tokenCount" | "combineGradients" | "validate"
  > {
  /** From {@link trainOptionsOf}. */
  readonly settings: TrainingSettingsOptions;
  /** Sum of the losses of a batch with dropout; runs inside `tf.tidy`. */
  readonly loss: (batch: Batch, options: RunLossOptions) => tf.Scalar;
  /** Outputs of the model's layers for a batch, by name; runs inside `tf.tidy`. */
  readonly layerOutputs: InspectionOptions<Batch>["layerOutputs"];
}

/** How a loss is computed in training: as the settings say. */
export interface RunLossOptions extends Pick<LossOptions, "precision" | "labelSmoothing"> {
  /** Of the step's dropout. */
  readonly seeds: SeedSource;
}

/**
 * Trains a model in place and leaves it with its best weights, which are also in the folder of the run.
 *
 * @throws As {@link train}.
 *
 * @example
 * ```ts
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { loadEngine, Parameters, tf } from "@encdec/core";
 * import { fitRun, type TrainingSettings, trainOptionsOf } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const parameters = new Parameters();
 * const weight = parameters.create("weight", { shape: [], values: Float32Array.of(0) });
 * const value = (): number => weight.dataSync()[0] ?? Number.NaN;
 * const run = await mkdtemp(join(tmpdir(), "run-"));
 * const training: TrainingSettings = {
 *   epochs: 10,
 *   batchSize: 1,
 *   patience: 10,
 *   optimizer: "sgd",
 *   learningRate: 0.25,
 *   clipNorm: 100,
 *   precision: "float32",
 * };
 * const { reports } = await fitRun<number>(
 *   { config: { seed: 1, training }, run },
 *   {
 *     settings: trainOptionsOf(training, {
 *       metrics: [{ name: "loss", direction: "lowest" }],
 *       epochBatches: 1,
 *     }),
 *     parameters,
 *     batches: () => [3],
 *     loss: (wanted) => tf.square(tf.sub(weight, wanted)),
 *     layerOutputs: () => ({}),
 *     tokenCount: () => 1,
 *     validate: () => ({ loss: (value() - 3) ** 2 }),
 *   },
 * );
 * assert.lengthOf(reports, 10);
 * assert.closeTo(value(), 3, 0.01);
 * parameters.dispose();
 * await rm(run, { recursive: true });
 * ```
 */
export async function fitRun<Batch>(
  options: AppTrainOptions<{ readonly seed: number; readonly training: TrainingSettings }>,
  work: FitRunOptions<Batch>,
): Promise<TrainResult> {
  const { settings, loss, layerOutputs, ...parts } = work;
  const { config, run, inspect, resume, signal, callbacks, onNotice = () => {} } = options;
  const { precision, labelSmoothing } = config.training;
  const { bfloat16 } = await loadEngine();
  if (precision === "mixed-bfloat16" && !bfloat16) {
    onNotice("precision mixed-bfloat16 has no effect: this engine and processor have float32 only");
  }
  return train<Batch>({
    ...settings,
    ...parts,
    seed: config.seed,
    loss: (batch, { seeds }) => loss(batch, { seeds, precision, labelSmoothing }),
    store: new RunStore<TrainingPosition, TrainingReport>(run, { onNotice }),
    resume,
    signal,
    inspect: inspect ? { layerOutputs } : undefined,
    callbacks,
  });
}
