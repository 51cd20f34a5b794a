/** Attention of a decoder: where it looks at each step, and what it makes of it. */
import { linear } from "../../backend/linear.ts";
import { packKernel } from "../../backend/packed-weights.ts";
import type { PackedWeights } from "../../backend/recurrent-options.ts";
import { tf } from "../../backend/tf.ts";
import type { AttentionConfig, Complete } from "../config.ts";
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
    const [rows, steps] = states.shape;
    const [batch, length, size] = memory.values.shape;
    if (coverage) {
      // Every row has a coverage of its own.
      const seen = this.#scorer.lookInOrder(states, repeatRows(memory, rows / batch), coverage);
      return { seen, coverage: tf.add(coverage, tf.sum(seen.weights, 1)) };
    }
    // All that look at one source look together: it is there once.
    const together: tf.Tensor3D = tf.reshape(states, [
      batch,
      (rows / batch) * steps,
      states.shape[2],
    ]);
    const { context, weights } = this.#scorer.look(together, memory);
    return {
      seen: {
        context: tf.reshape(context, [rows, steps, size]),
        weights: tf.reshape(weights, [rows, steps, length]),
      },
    };
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
}

/** Every source so many times, side by side. */
function repeatRows(memory: AttentionMemory, count: number): AttentionMemory {
  if (count === 1) return memory;
  const repeat = <T extends tf.Tensor>(tensor: T): T => {
    const [rows = 0, ...shape] = tensor.shape;
    const copies = tf.tile(tf.expandDims(tensor, 1), [1, count, ...shape.map(() => 1)]);
    return tf.reshape(copies, [rows * count, ...shape]) as tf.Tensor as T;
  };
  const { values, keys, mask } = memory;
  return { values: repeat(values), keys: repeat(keys), mask: repeat(mask) };
}
