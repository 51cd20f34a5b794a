/** Optimizers over all weights of a model, with clipping and a state that can be saved. */
import type { OptimizerRule } from "../backend/optimizer-options.ts";
import { optimizerStep } from "../backend/optimizer-step.ts";
import { tf } from "../backend/tf.ts";
import type { WeightValues } from "../model/parameters.ts";
import type { NamedVariables } from "./named-variables.ts";
import { checkOptimizer } from "./optimizer-checks.ts";

/** Options of {@link Optimizer}; those that a rule does not read must be left out. */
export interface OptimizerOptions {
  /** @default "adam" */
  readonly rule?: OptimizerRule | undefined;
  /** Step size, > 0. */
  readonly learningRate: number;
  /** Share of the last move that is kept, in [0, 1); sgd and rmsprop. @default 0 */
  readonly momentum?: number | undefined;
  /** Decay of the mean of the gradients, in [0, 1); adam and adamw. @default 0.9 */
  readonly beta1?: number | undefined;
  /** Decay of the mean of the squared gradients, in [0, 1); adam and adamw. @default 0.999 */
  readonly beta2?: number | undefined;
  /** Decay of the mean of the squared gradients, in [0, 1); rmsprop. @default 0.99 */
  readonly decay?: number | undefined;
  /** Pulls the weights towards zero apart from the gradients, >= 0; adamw. @default 0.01 */
  readonly weightDecay?: number | undefined;
  /** Keeps the division finite, > 0; not for sgd. @default 1e-8, adagrad 1e-10 */
  readonly epsilon?: number | undefined;
  /** Largest global norm of the gradients; longer ones are scaled down to it. @default no clipping */
  readonly clipNorm?: number | undefined;
  /** Largest absolute value of a gradient's element; larger ones are cut to it. @default no clipping */
  readonly clipValue?: number | undefined;
}

/** What {@link Optimizer.apply} did. */
export interface OptimizerReport {
  /** Global norm of the gradients before clipping. */
  readonly gradientNorm: number;
  /** False when a gradient was not finite: nothing has changed then. */
  readonly applied: boolean;
}

/**
 * Moves weights against their gradients.
 *
 * ```
 * g = g * min(1, clipNorm / |g|)             over all weights together
 * sgd      m = momentum m + g;  w -= lr m
 * rmsprop  s = decay s + (1 - decay) g^2;  m = momentum m + lr g / sqrt(s + epsilon);  w -= m
 * adagrad  s = s + g^2;  w -= lr g / sqrt(s + epsilon)
 * adam     m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2
 *          w -= lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * adamw    w -= lr weightDecay w, then adam
 * ```
 *
 * Source: Tieleman and Hinton 2012, lecture 6.5 (rmsprop); Duchi et al. 2011 (adagrad); Kingma and Ba
 * 2015, https://arxiv.org/abs/1412.6980, algorithm 1 (adam); Loshchilov and Hutter 2019,
 * https://arxiv.org/abs/1711.05101 (adamw); Pascanu et al. 2013, https://arxiv.org/abs/1211.5063,
 * algorithm 1 (clipping).
 *
 * @example
 * ```ts
 * import { loadEngine, Optimizer, Parameters, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const parameters = new Parameters();
 * const weight = parameters.create("weight", { shape: [1], values: Float32Array.of(1) });
 * const optimizer = new Optimizer(parameters, { rule: "sgd", learningRate: 0.1, clipNorm: 2 });
 * tf.tidy(() => {
 *   assert.deepEqual(optimizer.apply([tf.tensor1d([5])]), { gradientNorm: 5, applied: true });
 * });
 * assert.closeTo(weight.dataSync()[0] ?? 0, 1 - 0.1 * 2, 1e-6);
 * optimizer.dispose();
 * parameters.dispose();
 * ```
 */
export class Optimizer {
  readonly #parameters: NamedVariables;
  readonly #options: OptimizerOptions;
  readonly #rule: OptimizerRule;
  readonly #slots: tf.Variable[][];
  #step = 0;

  /** @throws {RangeError} If an option is out of its range or not read by the rule. */
  constructor(parameters: NamedVariables, options: OptimizerOptions) {
    this.#options = checkOptimizer(options);
    this.#parameters = parameters;
    this.#rule = options.rule ?? "adam";
    const { variables } = parameters;
    this.#slots = Array.from({ length: slotCount(this.#rule, options.momentum ?? 0) }, () =>
      variables.map((variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false))),
    );
  }

  /** Steps that were applied. */
  get step(): number {
    return this.#step;
  }

  /**
   * Updates every weight in place; the gradients, one for each weight in order, stay the caller's.
   *
   * @param learningRate Instead of the one in the options.
   */
  apply(gradients: readonly tf.Tensor[], learningRate?: number): OptimizerReport {
    const { clipValue } = this.#options;
    if (clipValue === undefined) return this.#apply(gradients, learningRate);
    // Cutting would hide what is not finite.
    const gradientNorm = globalNorm(gradients);
    if (!Number.isFinite(gradientNorm)) return { gradientNorm, applied: false };
    const cut = gradients.map((gradient) => tf.clipByValue(gradient, -clipValue, clipValue));
    try {
      return { ...this.#apply(cut, learningRate), gradientNorm };
    } finally {
      tf.dispose(cut);
    }
  }

  /** A copy of the state: one entry for each slot of each weight. */
  read(): Map<string, WeightValues> {
    return new Map(
      this.#named().map(([name, slot]) => [
        name,
        { shape: slot.shape, values: new Float32Array(slot.dataSync()) },
      ]),
    );
  }

  /**
   * Continues from a state.
   *
   * @param step Steps that were applied when it was read.
   * @throws {Error} If an entry is missing or of another shape: it is of another rule or model.
   */
  write(state: ReadonlyMap<string, WeightValues>, step: number): void {
    for (const [name, slot] of this.#named()) {
      const saved = state.get(name);
      if (saved?.shape.join() !== slot.shape.join()) {
        throw new Error(
          `Cannot continue the optimizer: "${name}" must have shape [${slot.shape.join(", ")}], got ${saved ? `[${saved.shape.join(", ")}]` : "none"}`,
        );
      }
      tf.tidy(() => slot.assign(tf.tensor(saved.values, [...saved.shape], "float32")));
    }
    this.#step = step;
  }

  /** Frees the state. */
  dispose(): void {
    tf.dispose(this.#slots);
  }

  #apply(gradients: readonly tf.Tensor[], learningRate?: number): OptimizerReport {
    const { momentum = 0, beta1 = 0.9, beta2 = 0.999, decay = 0.99 } = this.#options;
    const isAdam = this.#rule === "adam" || this.#rule === "adamw";
    const report = optimizerStep({
      rule: this.#rule,
      variables: this.#parameters.variables,
      gradients,
      slots: this.#slots,
      learningRate: learningRate ?? this.#options.learningRate,
      step: this.#step + 1,
      decay: isAdam ? beta1 : this.#rule === "rmsprop" ? decay : momentum,
      secondDecay: isAdam ? beta2 : momentum,
      epsilon: this.#options.epsilon ?? (this.#rule === "adagrad" ? 1e-10 : 1e-8),
      weightDecay: this.#rule === "adamw" ? (this.#options.weightDecay ?? 0.01) : 0,
      clipNorm: this.#options.clipNorm ?? 0,
    });
    const [gradientNorm = Number.NaN, applied] = report.dataSync();
    report.dispose();
    if (applied === 1) this.#step++;
    return { gradientNorm, applied: applied === 1 };
  }

  #named(): [name: string, slot: tf.Variable][] {
    const names = [...this.#parameters.shapes.keys()];
    return this.#slots.flatMap((slot, number) =>
      slot.map((variable, index): [string, tf.Variable] => [`${number}.${names[index]}`, variable]),
    );
  }
}

function slotCount(rule: OptimizerRule, momentum: number): number {
  const squares = rule === "sgd" ? 0 : 1;
  const moves = rule === "adam" || rule === "adamw" || momentum > 0 ? 1 : 0;
  return squares + moves;
}

function globalNorm(gradients: readonly tf.Tensor[]): number {
  return tf.tidy(() => {
    const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
    return tf.sqrt(tf.addN(squares)).dataSync()[0] ?? Number.NaN;
  });
}
