/** Points from decoder states at source positions. */
import { linear } from "../backend/linear.ts";
import { tf } from "../backend/tf.ts";
import { additiveScores, maskScores } from "./attention/additive-scores.ts";
import type { WeightSource } from "./weight-source.ts";

/** What can be pointed at, one row a source; place 0 is the end, place p + 1 the source position p. */
export type PointerMemory = {
  /** What a step reads after it pointed there, `[batch, 1 + sourceLength, inputSize]`; at place 0 the start. */
  readonly inputs: tf.Tensor3D;
  /** What states are compared with, `[batch, 1 + sourceLength, attentionUnits]`. */
  readonly keys: tf.Tensor3D;
  /** 1 for a place, 0 for padding, `[batch, 1 + sourceLength]`. */
  readonly mask: tf.Tensor2D;
};

/** Sizes of a {@link Pointer}. */
export interface PointerSizes {
  /** Width of the decoder's state. */
  readonly queryUnits: number;
  /** Width of the encoder's outputs. */
  readonly memorySize: number;
  /** Width of what the encoder reads. */
  readonly inputSize: number;
  readonly attentionUnits: number;
}

/**
 * Additive scores as an output; weights `pointer.*`.
 *
 * ```
 * logit of place p = energy · tanh(output_p M + state Q)
 * ```
 *
 * Source: Vinyals et al. 2015, https://arxiv.org/abs/1506.03134, eq. 3.
 */
export class Pointer {
  readonly #start: tf.Tensor2D;
  readonly #end: tf.Tensor2D;
  readonly #query: tf.Tensor2D;
  readonly #memory: tf.Tensor2D;
  readonly #energy: tf.Tensor2D;

  constructor(source: WeightSource, sizes: PointerSizes) {
    const { queryUnits, memorySize, inputSize, attentionUnits } = sizes;
    this.#start = source.kernel("pointer.start", 1, inputSize);
    this.#end = source.kernel("pointer.end", 1, memorySize);
    this.#query = source.kernel("pointer.query", queryUnits, attentionUnits);
    this.#memory = source.kernel("pointer.memory", memorySize, attentionUnits);
    this.#energy = source.kernel("pointer.energy", attentionUnits, 1);
  }

  /** Prepares what can be pointed at from the encoder's outputs and inputs. */
  remember(options: {
    readonly outputs: tf.Tensor3D;
    readonly inputs: tf.Tensor3D;
    readonly mask?: tf.Tensor2D | undefined;
  }): PointerMemory {
    const { outputs, inputs, mask } = options;
    const [batch, length] = outputs.shape;
    const before = (first: tf.Tensor2D, rest: tf.Tensor3D): tf.Tensor3D =>
      tf.concat([tf.tile(tf.expandDims(first, 0), [batch, 1, 1]) as tf.Tensor3D, rest], 1);
    return {
      inputs: before(this.#start, inputs),
      keys: linear({ input: before(this.#end, outputs), kernel: this.#memory }) as tf.Tensor3D,
      mask: tf.concat([tf.ones([batch, 1]), mask ?? tf.ones([batch, length])], 1) as tf.Tensor2D,
    };
  }

  /** What steps read that pointed at places, int32 `[rows, steps]`: `[rows, steps, inputSize]`. */
  read(places: tf.Tensor2D, { inputs }: PointerMemory): tf.Tensor3D {
    const [batch, length, size] = inputs.shape;
    const [rows, steps] = places.shape;
    const together: tf.Tensor2D = tf.reshape(places, [batch, (rows / batch) * steps]);
    return tf.reshape(tf.matMul(oneHot(together, length), inputs), [rows, steps, size]);
  }

  /**
   * Logits of all places, `[rows, steps, 1 + sourceLength]`.
   *
   * @param states `[rows, steps, queryUnits]`; rows are sources, or hypotheses that stand side by side.
   * @param used 1 for places that may not be pointed at again, `[rows, steps, 1 + sourceLength]`.
   */
  logits(states: tf.Tensor3D, memory: PointerMemory, used?: tf.Tensor3D): tf.Tensor3D {
    const [batch, length] = memory.mask.shape;
    const [rows, steps, units] = states.shape;
    const together: tf.Tensor3D = tf.reshape(states, [batch, (rows / batch) * steps, units]);
    const queries = linear({ input: together, kernel: this.#query });
    const sums = tf.add(tf.expandDims(queries, 2), tf.expandDims(memory.keys, 1)) as tf.Tensor4D;
    const scores = maskScores(
      additiveScores(sums, this.#energy),
      tf.expandDims(memory.mask, 1), // [batch, 1, 1 + sourceLength]
    );
    const logits: tf.Tensor3D = tf.reshape(scores, [rows, steps, length]);
    return used ? maskScores(logits, tf.sub(1, used)) : logits;
  }
}

/** 1 where a place stands, `[rows, steps, length]`. */
export function oneHot(places: tf.Tensor2D, length: number): tf.Tensor3D {
  return tf.oneHot(places, length, 1, 0, "float32") as tf.Tensor3D;
}
