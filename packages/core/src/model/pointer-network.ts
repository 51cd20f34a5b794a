/** The pointer network: writes positions of its source. */
import { labelLogProbabilities } from "../backend/label-log-probabilities.ts";
import { tf } from "../backend/tf.ts";
import { Bridge } from "./bridge.ts";
import { completePointerNetworkConfig } from "./complete-config.ts";
import type { Complete, PointerNetworkConfig } from "./config.ts";
import { Encoder, type Encoding, type TrainingOptions } from "./encoder.ts";
import type { UniformSource } from "./initializers.ts";
import type { Sequences, TokenSequences } from "./input-layer.ts";
import { type NextTokens, softmaxTokens } from "./next-tokens.ts";
import { Parameters } from "./parameters.ts";
import { oneHot, Pointer, type PointerMemory } from "./pointer.ts";
import { type PackedLayer, RecurrentStack, type RecurrentState } from "./recurrent-stack.ts";
import { flattenSteps, withoutFirst, withoutLast } from "./steps.ts";
import { type ModelSummary, summarize } from "./summary.ts";
import { WeightSource } from "./weight-source.ts";

/** Sources with the positions to be written. */
export interface PointerPair {
  readonly source: Sequences;
  /** Ids from 0 to 0, int32 `[batch, targetLength + 1]`: 0 starts and ends, p + 1 is the source position p. */
  readonly target: TokenSequences;
}

/** What a pointer network carries from step to step, one row a hypothesis. */
export type PointerStates = {
  readonly layers: RecurrentState[];
  /** 1 where it pointed before, `[rows, 1 + sourceLength]`, where no position is used twice. */
  readonly used?: tf.Tensor2D;
};

/** What a step makes of ids. */
export interface PointerStep {
  readonly next: NextTokens;
  readonly states: PointerStates;
}

/**
 * Pointer network: an encoder-decoder whose output at each step is a position of its input, or the end.
 *
 * Ids are the same for every length: 0 is start and end, p + 1 is the source position p.
 *
 * Source: Vinyals et al. 2015, https://arxiv.org/abs/1506.03134, section 2.3.
 *
 * @example
 * ```ts
 * import { loadEngine, PointerNetwork, Random, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const random = Random.fromSeed(1);
 * const model = new PointerNetwork(
 *   {
 *     source: { kind: "vectors", features: 2 },
 *     encoder: { units: 8 },
 *     decoder: { units: 8 },
 *     maskUsed: true,
 *   },
 *   () => random.uniform(),
 * );
 * tf.tidy(() => {
 *   const source = { values: tf.tensor3d([[[0, 1], [1, 1], [1, 0]]]) };
 *   const { states, memory } = model.start(source);
 *   const { next } = model.step(tf.tensor1d([0], "int32"), states, memory);
 *   assert.deepEqual(next.logProbabilities().shape, [1, 4]); // the end and three positions
 * });
 * model.dispose();
 * ```
 */
export class PointerNetwork {
  /** All settings, defaults filled in. */
  readonly config: Complete<PointerNetworkConfig>;
  readonly parameters: Parameters = new Parameters();
  readonly #encoder: Encoder;
  readonly #bridge: Bridge;
  readonly #stack: RecurrentStack;
  readonly #pointer: Pointer;

  /**
   * @param uniform Draws the initial weights.
   * @throws {RangeError} If a setting is unknown, missing or impossible.
   */
  constructor(config: PointerNetworkConfig, uniform: UniformSource) {
    this.config = completePointerNetworkConfig(config);
    const { decoder, attentionUnits, initialization } = this.config;
    const start = { initialization, uniform };
    this.#encoder = new Encoder(this.parameters, this.config, start);
    this.#bridge = new Bridge(this.parameters, this.config, start);
    const inputSize = this.#encoder.input.size;
    this.#stack = new RecurrentStack(this.parameters, "decoder", {
      ...decoder,
      ...start,
      direction: "forward",
      inputSize,
    });
    this.#pointer = new Pointer(new WeightSource(this.parameters, start), {
      queryUnits: decoder.units,
      memorySize: this.#encoder.outputSize,
      inputSize,
      attentionUnits,
    });
  }

  /** Sum of the cross-entropies of all positions and ends under teacher forcing, in nats. */
  loss(batch: PointerPair, options: TrainingOptions = {}): tf.Scalar {
    const labels: tf.Tensor1D = tf.reshape(withoutFirst(batch.target.ids), [-1]);
    const logProbabilities = labelLogProbabilities(
      flattenSteps(this.#teacherForced(batch, options)),
      labels,
    );
    const { mask } = batch.target;
    const weights = mask && tf.reshape(withoutFirst(mask), [-1]);
    return tf.neg(tf.sum(weights ? tf.mul(logProbabilities, weights) : logProbabilities));
  }

  /** Logits of all steps under teacher forcing, `[batch, targetLength, 1 + sourceLength]`. */
  logits(batch: PointerPair): tf.Tensor3D {
    return this.#teacherForced(batch, {});
  }

  /** Reads sources; `vector` is what it made of each, `[batch, size]`. */
  encode(source: Sequences): Encoding {
    return tf.tidy(() => this.#encoder.run(source));
  }

  /** Reads sources; where the decoder starts. */
  start(source: Sequences): { readonly states: PointerStates; readonly memory: PointerMemory } {
    return tf.tidy(() => this.#start(source, {}));
  }

  /** Packs the decoder's weights, to be used in many steps and disposed of with `tf.dispose`. */
  packDecoder(): PackedLayer[] {
    return this.#stack.pack();
  }

  /**
   * Takes the ids written last, int32 `[rows]`, one step further.
   *
   * @param states One row a hypothesis; those of one source stand side by side, as many for each.
   * @param memory One row a source.
   */
  step(
    ids: tf.Tensor1D,
    states: PointerStates,
    memory: PointerMemory,
    packed?: readonly PackedLayer[],
  ): PointerStep {
    const places = tf.expandDims(ids, 1) as tf.Tensor2D;
    const { outputs, states: layers } = this.#stack.run(this.#pointer.read(places, memory), {
      initialStates: states.layers,
      packed,
    });
    const used = states.used && addUsed(states.used, places);
    const before = used && (tf.expandDims(used, 1) as tf.Tensor3D);
    const logits = flattenSteps(this.#pointer.logits(outputs, memory, before));
    return { next: softmaxTokens(logits), states: { layers, ...(used && { used }) } };
  }

  /** Layers, shapes and numbers of weights. */
  summary(): ModelSummary {
    const outputShape = ["batch", "targetLength", "1 + sourceLength"];
    return summarize(this.parameters, [
      ...this.#encoder.describe(),
      ...this.#bridge.describe(),
      ...this.#stack.describe("targetLength"),
      { name: "pointer", layer: "additive attention, softmax", outputShape },
    ]);
  }

  /** Frees the weights; the model cannot be used afterwards. */
  dispose(): void {
    this.parameters.dispose();
  }

  #start(
    source: Sequences,
    options: TrainingOptions,
  ): { readonly states: PointerStates; readonly memory: PointerMemory } {
    const { outputs, mask, states } = this.#encoder.run(source, options);
    const inputs = this.#encoder.input.read(source);
    const memory = this.#pointer.remember({ outputs, inputs, mask });
    const used = this.config.maskUsed ? tf.zerosLike(memory.mask) : undefined;
    return { states: { layers: this.#bridge.run(states), ...(used && { used }) }, memory };
  }

  #teacherForced({ source, target }: PointerPair, options: TrainingOptions): tf.Tensor3D {
    const { seeds, precision } = options;
    const { states, memory } = this.#start(source, options);
    const places = withoutLast(target.ids);
    const { outputs } = this.#stack.run(this.#pointer.read(places, memory), {
      initialStates: states.layers,
      mask: target.mask && withoutFirst(target.mask),
      seeds,
      precision,
    });
    return this.#pointer.logits(outputs, memory, states.used && usedBefore(places, states.used));
  }
}

/** Which places were read up to each step, `[rows, steps, places]`; the end is never used up. */
function usedBefore(places: tf.Tensor2D, used: tf.Tensor2D): tf.Tensor3D {
  const length = used.shape[1];
  const read = tf.mul(oneHot(places, length), notEnd(length)); // [rows, steps, places]
  return tf.minimum(tf.cumsum(read, 1), 1);
}

function addUsed(used: tf.Tensor2D, places: tf.Tensor2D): tf.Tensor2D {
  const length = used.shape[1];
  const read = tf.mul(tf.squeeze(oneHot(places, length), [1]), notEnd(length));
  return tf.maximum(used, read);
}

/** 0 for place 0, else 1, `[places]`. */
function notEnd(length: number): tf.Tensor1D {
  return tf.cast(tf.greater(tf.range(0, length), 0), "float32");
}
