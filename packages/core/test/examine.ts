/** What every model must pass: it learns, has right gradients, ignores padding and survives being saved. */
import { expect } from "vitest";
import { tf } from "../src/backend/tf.ts";
import { Random } from "../src/data/random.ts";
import type { Parameters } from "../src/model/parameters.ts";
import { decodeSafetensors, encodeSafetensors } from "../src/persistence/safetensors.ts";
import { relativeDifference } from "./compare.ts";
import { gradientErrors } from "./gradient-check.ts";
import { learn } from "./learn.ts";

/** A model with its examples. */
export interface Subject {
  readonly model: { readonly parameters: Parameters; readonly config: object; dispose(): void };
  /** Sum of the losses of all examples, padded by some steps more than needed. */
  loss(extraSteps: number): tf.Scalar;
  /** What the model gives for the real steps of all examples, 0 elsewhere; of the same shape however far they are padded. */
  outputs(extraSteps: number): tf.Tensor;
  /** What the model writes by itself for every example. */
  write(): Promise<unknown>;
}

/** Options of {@link examine}. */
export interface Examination<Config> {
  readonly config: Config;
  /** Settings to compare with finite differences where the loss of `config` has kinks. @default config */
  readonly smooth?: Config | undefined;
  /** Makes the model with start values of a seed, with the first examples or all. */
  readonly make: (config: Config, seed: number, count?: number) => Subject;
  /** Loss at which the examples are known by heart. */
  readonly below: number;
  /** Most steps. @default 400 */
  readonly steps?: number;
  /** Compares what was written with what should be. */
  readonly check: (written: unknown) => void;
}

/** So wide that every weight has a gradient that can be measured. */
const WIDE = {
  kernel: "uniform",
  recurrentKernel: "uniform",
  uniformLimit: 0.4,
  embeddingLimit: 0.6,
} as const;

/** Most time of an examination on a busy machine. */
export const EXAMINATION_MS = 180_000;

const IS_FUSED = (process.env.ENCDEC_ENGINE ?? "fused") === "fused";

/** Where a layer is many operations, every third model has to do. */
export function sampled<T>(models: readonly T[]): T[] {
  return models.filter((_, index) => IS_FUSED || index % 3 === 0);
}

/** Expects all of it. */
export async function examine<Config extends object>(options: Examination<Config>): Promise<void> {
  const { config, smooth = config, make, below, steps = 400, check } = options;
  // Few examples: rounding grows with the loss.
  for (const [settings, expectRight] of [
    [smooth, expectRightGradients],
    [config, expectPaddingIgnored],
  ] as const) {
    const wide = make({ ...settings, initialization: WIDE }, 1, 4);
    try {
      expectRight(wide);
    } finally {
      wide.model.dispose();
    }
  }

  const subject = make(config, 1);
  const { variables } = subject.model.parameters;
  const last = learn({ variables, loss: () => subject.loss(0), below, steps });
  expect(last, "last loss").toBeLessThan(below);
  const written = await subject.write();
  check(written);

  const saved = encodeSafetensors(subject.model.parameters.read());
  const reloaded = make(JSON.parse(JSON.stringify(subject.model.config)), 2);
  reloaded.model.parameters.write(decodeSafetensors(saved));
  expect(tf.tidy(() => reloaded.outputs(0).dataSync())).toEqual(
    tf.tidy(() => subject.outputs(0).dataSync()),
  );
  expect(await reloaded.write()).toEqual(written);
  reloaded.model.dispose();
  subject.model.dispose();
}

function expectRightGradients(subject: Subject): void {
  const { variables } = subject.model.parameters;
  // Sums and functions of the other engines round more.
  const below = IS_FUSED ? 0.02 : 0.1;
  const { worst, variable } = gradientErrors({
    variables,
    loss: () => subject.loss(0),
    random: Random.fromSeed(1),
    stepLengths: [0.03, 0.01, 0.1, 0.003],
    below,
  });
  expect(worst, `error of the gradient of variable ${variable}`).toBeLessThan(below);
}

function expectPaddingIgnored(subject: Subject): void {
  tf.tidy(() => {
    const run = (extraSteps: number) =>
      tf.variableGrads(() => subject.loss(extraSteps), subject.model.parameters.variables);
    const [plain, padded] = [run(0), run(3)];
    expect(relativeDifference(padded.value, plain.value), "loss when padded").toBeLessThan(1e-5);
    for (const [name, gradient] of Object.entries(plain.grads)) {
      const error = relativeDifference(padded.grads[name] as tf.Tensor, gradient);
      expect(error, `gradient of ${name} when padded`).toBeLessThan(1e-4);
    }
    const error = relativeDifference(subject.outputs(3), subject.outputs(0));
    expect(error, "outputs when padded").toBeLessThan(1e-5);
  });
}
