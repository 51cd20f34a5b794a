/** How a decoder compares its state with every source step. */
import {
  type AdditiveAttentionOptions,
  type AttentionResult,
  additiveAttention,
  type CoverageAttentionResult,
  coverageAttention,
  dotAttention,
} from "../../backend/attention.ts";
import { linear } from "../../backend/linear.ts";
import { tf } from "../../backend/tf.ts";
import type { AttentionConfig, Complete } from "../config.ts";
import type { WeightSource } from "../weight-source.ts";

/** What is looked at: one row a source, computed once for each. */
export type AttentionMemory = {
  /** Encoder outputs, `[batch, sourceLength, memorySize]`. */
  readonly values: tf.Tensor3D;
  /** Their projection that states are compared with, `[batch, sourceLength, scoreUnits]`. */
  readonly keys: tf.Tensor3D;
  /** 1 for a source step, 0 for padding, `[batch, sourceLength]`. */
  readonly mask: tf.Tensor2D;
};

/** Sizes of a {@link Scorer}. */
export interface ScorerOptions {
  /** Width of the decoder's state. */
  readonly queryUnits: number;
  /** Width of the encoder's outputs. */
  readonly memorySize: number;
  /** Scores depend on what was looked at before (See 2017, eq. 11). */
  readonly coverage: boolean;
}

/**
 * The five scores; weights `attention.*`.
 *
 * ```
 * additive  energy · tanh(query Q + memory M)        Bahdanau 2015, A.1.2
 * concat    energy · tanh([query; memory] K)         Luong 2015, eq. 8
 * general   query · (memory M)                       Luong 2015, eq. 8
 * dot       query · memory                           Luong 2015, eq. 8
 * scaled    query · memory / sqrt(units)             Vaswani 2017, eq. 1
 * ```
 */
export class Scorer {
  readonly #config: Complete<AttentionConfig>;
  readonly #queryUnits: number;
  readonly #query: tf.Tensor2D | undefined;
  readonly #memory: tf.Tensor2D | undefined;
  readonly #concatenated: tf.Tensor2D | undefined;
  readonly #energy: tf.Tensor2D | undefined;
  readonly #coverage: tf.Tensor2D | undefined;
  readonly #bias: tf.Tensor1D | undefined;

  constructor(source: WeightSource, config: Complete<AttentionConfig>, options: ScorerOptions) {
    const { score, units } = config;
    const { queryUnits, memorySize } = options;
    this.#config = config;
    this.#queryUnits = queryUnits;
    const kernel = (name: string, inputs: number, outputs: number): tf.Tensor2D =>
      source.kernel(`attention.${name}`, inputs, outputs);
    if (score === "additive") this.#query = kernel("query", queryUnits, units);
    if (score === "additive") this.#memory = kernel("memory", memorySize, units);
    if (score === "general") this.#memory = kernel("memory", memorySize, queryUnits);
    if (score === "concat") this.#concatenated = kernel("kernel", queryUnits + memorySize, units);
    if (score === "additive" || score === "concat") this.#energy = kernel("energy", units, 1);
    if (options.coverage) {
      this.#coverage = kernel("coverage", 1, units);
      this.#bias = source.bias("attention.bias", units);
    }
  }

  /** Prepares encoder outputs, `[batch, sourceLength, memorySize]`, once for all steps. */
  remember(values: tf.Tensor3D, mask: tf.Tensor2D | undefined): AttentionMemory {
    const [batch, steps] = values.shape;
    const kernel = this.#weightsOf("memory");
    return {
      values,
      keys: kernel ? (linear({ input: values, kernel }) as tf.Tensor3D) : values,
      mask: mask ?? tf.ones([batch, steps]),
    };
  }

  /**
   * Looks back.
   *
   * @param states Decoder states, `[batch, n, queryUnits]`: n steps, or n hypotheses of each source.
   */
  look(states: tf.Tensor3D, memory: AttentionMemory): AttentionResult {
    const { score } = this.#config;
    if (this.#energy) return additiveAttention(this.#additive(this.#energy, states, memory));
    const scale = score === "scaled" ? 1 / Math.sqrt(this.#queryUnits) : 1;
    return dotAttention({ queries: this.#queries(states), ...memory, scale });
  }

  /**
   * Looks back at one step after the other, with scores that depend on what was looked at before.
   *
   * @param states Decoder states, `[batch, steps, queryUnits]`.
   * @param coverage Sum of the weights before the first step, `[batch, sourceLength]`.
   */
  lookInOrder(
    states: tf.Tensor3D,
    memory: AttentionMemory,
    coverage: tf.Tensor2D,
  ): CoverageAttentionResult {
    return coverageAttention({
      ...this.#additive(this.#energy as tf.Tensor2D, states, memory),
      coverage,
      coverageKernel: this.#flat(this.#coverage as tf.Tensor2D),
    });
  }

  #additive(
    energy: tf.Tensor2D,
    states: tf.Tensor3D,
    memory: AttentionMemory,
  ): AdditiveAttentionOptions {
    const queries = this.#queries(states);
    return { queries, ...memory, energy: this.#flat(energy), bias: this.#bias };
  }

  #queries(states: tf.Tensor3D): tf.Tensor3D {
    const kernel = this.#weightsOf("query");
    return kernel ? (linear({ input: states, kernel }) as tf.Tensor3D) : states;
  }

  #flat(weights: tf.Tensor2D): tf.Tensor1D {
    return tf.reshape(weights, [this.#config.units]);
  }

  #weightsOf(side: "query" | "memory"): tf.Tensor2D | undefined {
    if (!this.#concatenated) return side === "query" ? this.#query : this.#memory;
    // [query; memory] K is the sum of two products.
    const [rows, units] = this.#concatenated.shape;
    return side === "query"
      ? tf.slice(this.#concatenated, [0, 0], [this.#queryUnits, units])
      : tf.slice(this.#concatenated, [this.#queryUnits, 0], [rows - this.#queryUnits, units]);
  }
}
