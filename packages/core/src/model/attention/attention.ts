/** Attention of a decoder: where it looks at each step, and what it makes of it. */
import { linear } from "../../backend/linear.ts";
import { packKernel } from "../../backend/packed-weights.ts";
import type { PackedWeights } from "../../backend/recurrent-options.ts";
import { tf } from "../../backend/tf.ts";
import type { AttentionConfig, Complete } from "../config.ts";
import { joinSteps, splitSteps } from "../steps.ts";
import type { WeightSource } from "../weight-source.ts";
import { type AttentionMemory, Scorer, type ScorerOptions } from "./scorer.ts";

/** What was seen, `[rows, steps, ...]`. */
export type Seen = {
  /** Weighted sum of the encoder's outputs, `[rows, steps, memorySize]`. */
  readonly context: tf.Tensor3D;
  /** Share of each source step, `[rows, steps, sourceLength]`. */
  readonly weights: tf.Tensor3D;
  /** Sum of the shares at the steps before, `[rows, steps, sourceLength]`, where it is kept. */
  readonly coverage?: tf.Tensor3D;
};

/** Sizes of an {@link Attention}. */
export interface AttentionOptions extends ScorerOptions {
  /** Makes an attentional vector of state and context. */
  readonly combines: boolean;
}

/** Scores, context and attentional vector; weights `attention.*`. */
export class Attention {
  readonly #scorer: Scorer;
  readonly #combine: tf.Tensor2D | undefined;

  constructor(source: WeightSource, config: Complete<AttentionConfig>, options: AttentionOptions) {
    const { queryUnits, memorySize } = options;
    this.#scorer = new Scorer(source, config, options);
    if (!options.combines) return;
    this.#combine = source.kernel("attention.combine", memorySize + queryUnits, queryUnits);
  }

  /** Prepares encoder outputs, once for all steps. */
  remember(values: tf.Tensor3D, mask: tf.Tensor2D | undefined): AttentionMemory {
    return this.#scorer.remember(values, mask);
  }

  /**
   * Looks back from decoder states, `[rows, steps, queryUnits]`; rows are sources, or hypotheses that stand side by side.
   *
   * @param coverage Sum of the shares before the first step, `[rows, sourceLength]`, where it is kept.
   */
  look(
    states: tf.Tensor3D,
    memory: AttentionMemory,
    coverage: tf.Tensor2D | undefined,
  ): { readonly seen: Seen; readonly coverage?: tf.Tensor2D } {
    if (!coverage) return { seen: this.#lookAtOnce(states, memory) };
    let total = coverage;
    const seen = splitSteps(states).map((state) => {
      const before = tf.expandDims(total, 1) as tf.Tensor3D;
      const step = this.#lookAtOnce(state, memory, before);
      total = tf.add(total, tf.squeeze(step.weights, [1]));
      return { ...step, coverage: before };
    });
    return { seen: joinSteps(seen), coverage: total };
  }

  /**
   * The attentional vector `tanh([context; state] C)`, `[rows, steps, queryUnits]`.
   *
   * Source: Luong et al. 2015, https://arxiv.org/abs/1508.04025, eq. 5.
   */
  combine(states: tf.Tensor3D, context: tf.Tensor3D, packed?: PackedWeights): tf.Tensor3D {
    const input = tf.concat([context, states], 2);
    return tf.tanh(linear({ input, kernel: this.#combine as tf.Tensor2D, packed }) as tf.Tensor3D);
  }

  /** Packs the weights of {@link Attention.combine}. */
  pack(): PackedWeights | undefined {
    return this.#combine && packKernel(this.#combine);
  }

  #lookAtOnce(states: tf.Tensor3D, memory: AttentionMemory, coverage?: tf.Tensor3D): Seen {
    const [rows, steps] = states.shape;
    const [batch, length, size] = memory.values.shape;
    // All that look at one source look together: it is there once.
    const together = (tensor: tf.Tensor3D): tf.Tensor3D =>
      tf.reshape(tensor, [batch, (rows / batch) * steps, tensor.shape[2]]);
    const { context, weights } = this.#scorer.look(
      together(states),
      memory,
      coverage && together(coverage),
    );
    return {
      context: tf.reshape(context, [rows, steps, size]),
      weights: tf.reshape(weights, [rows, steps, length]),
    };
  }
}
