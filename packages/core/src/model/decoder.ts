/** Writes the target, one step after the other. */
import { tf } from "../backend/tf.ts";
import {
  AttentiveStack,
  type AttentiveStackResult,
  type PackedAttentiveStack,
} from "./attentive-stack.ts";
import type { CompleteEncoderDecoderConfig } from "./config.ts";
import type { DecoderMemory, DecoderStates } from "./decoder-states.ts";
import type { Encoder, Encoding, TrainingOptions } from "./encoder.ts";
import { InputLayer, type Sequences } from "./input-layer.ts";
import type { NextTokens } from "./next-tokens.ts";
import { buildTokenOutput } from "./output/build-token-output.ts";
import type { PackedOutput, TokenOutput } from "./output/token-output.ts";
import { VectorOutput } from "./output/vector-output.ts";
import type { RecurrentState } from "./recurrent-stack.ts";
import { sampledInputs, sampleTokens } from "./scheduled-sampling.ts";
import { joinSteps, unstackSteps, withoutFirst, withoutLast } from "./steps.ts";
import type { LayerDescription } from "./summary.ts";
import type { WeightSource } from "./weight-source.ts";

/** A decoder's packed weights: valid while the weights do not change, the caller's to dispose of. */
export type PackedDecoder = {
  readonly layers: PackedAttentiveStack;
  readonly output: PackedOutput | undefined;
};

/** How a loss is computed. */
export interface LossOptions extends TrainingOptions {
  /** Share of the target that is spread over all tokens, in [0, 1] (Szegedy et al. 2016, section 7). @default 0 */
  readonly labelSmoothing?: number | undefined;
  /**
   * How probable it is that a step reads the right token before it and not one that the model writes, in [0, 1]; below 1 with
   * `seeds` (Bengio et al. 2015). @default 1
   */
  readonly teacherForcing?: number | undefined;
  /**
   * What a step of vectors reads of what the step before wrote, `[rows, outputFeatures]`, beside the right input of that step,
   * `[rows, features]`: known covariates come from there. @default what was written
   */
  readonly feedBack?: FeedBack | undefined;
}

/** From what a step wrote and the right input of the next step to what that reads, `[rows, features]`. */
export type FeedBack = (written: tf.Tensor2D, right: tf.Tensor2D) => tf.Tensor2D;

/** Where a decoder starts: states with one row a hypothesis, memory with one row a source. */
export type DecoderStart = {
  readonly states: DecoderStates;
  readonly memory: DecoderMemory;
};

/** Input, recurrent layers, attention and output; weights `decoder.*`, `attention.*`, `copy.*` and `output.*`. */
export class Decoder {
  readonly #config: CompleteEncoderDecoderConfig;
  readonly #input: InputLayer;
  readonly #stack: AttentiveStack;
  readonly #tokens: TokenOutput | undefined;
  readonly #vectors: VectorOutput | undefined;

  /** @param encoder Width of the encoder's outputs, and what may be shared: its embeddings and recurrent layers. */
  constructor(
    source: WeightSource,
    config: CompleteEncoderDecoderConfig,
    encoder: Pick<Encoder, "outputSize" | "input" | "stack">,
  ) {
    const { decoder, attention, copy, target, tiedEmbeddings } = config;
    const { parameters, start } = source;
    const isShared = tiedEmbeddings === "sourceTarget" || tiedEmbeddings === "all";
    const shared = isShared ? encoder.input.embeddings : undefined;
    this.#config = config;
    this.#input = new InputLayer(parameters, "decoder", target, start, shared);
    const sizes = { inputSize: this.#input.size, memorySize: encoder.outputSize };
    const coverage = copy?.coverage ?? false;
    this.#stack = new AttentiveStack(source, {
      ...{ decoder, attention, coverage, ...sizes },
      shared: config.tiedStacks ? encoder.stack : undefined,
    });
    if (target.kind === "vectors") {
      const { outputFeatures: features = target.features, outputBias: bias } = config;
      const { featureSize } = this.#stack;
      const size = { inputSize: featureSize, features, bias };
      this.#vectors = new VectorOutput(source, size);
    } else {
      const { featureSize } = this.#stack;
      const table = this.#input.embeddings;
      this.#tokens = buildTokenOutput(source, config, { ...sizes, featureSize, table });
    }
  }

  /** Prepares the first step from what the encoder read and the states that the bridge made of it. */
  start(encoding: Encoding, layers: RecurrentState[], copyIds?: tf.Tensor2D): DecoderStart {
    const memory = { ...this.#stack.remember(encoding), ...(copyIds && { copyIds }) };
    return { states: this.#stack.begin(layers, memory), memory };
  }

  /**
   * Sum over the target of the cross-entropies, in nats, or of the squared errors.
   *
   * @throws {Error} If `teacherForcing` is below 1 without `seeds`.
   */
  loss(target: Sequences, start: DecoderStart, options: LossOptions = {}): tf.Scalar {
    const { reading } = this.read(target, start, options);
    const weights = target.mask && withoutFirst(target.mask);
    const { labelSmoothing, precision } = options;
    if ("values" in target) {
      const vectors = withoutFirst(target.values);
      return this.#vectorOutput().loss(reading, { vectors, weights, precision });
    }
    const labels = tf.reshape(withoutFirst(target.ids), [-1]) as tf.Tensor1D;
    return this.#tokenOutput().loss(reading, start.memory, {
      labels,
      weights: weights ? tf.reshape(weights, [-1]) : tf.ones([labels.size]),
      labelSmoothing,
      precision,
    });
  }

  /** Reads a target without its last step. */
  read(
    target: Sequences,
    start: DecoderStart,
    options: LossOptions = {},
  ): Omit<AttentiveStackResult, "states"> {
    const { teacherForcing = 1, seeds, precision } = options;
    if (!(teacherForcing >= 0 && teacherForcing <= 1)) {
      throw new RangeError(
        `Cannot compute loss: teacherForcing must be in [0, 1], got ${teacherForcing}`,
      );
    }
    if (teacherForcing < 1) return this.#readOwn(target, start, options);
    const inputs =
      "ids" in target ? { ids: withoutLast(target.ids) } : { values: withoutLast(target.values) };
    return this.#stack.run(this.#embed(inputs), {
      ...start,
      rows: this.#config.copy ? undefined : this.#input.rows(inputs),
      seeds,
      precision,
      // A step is real when it has something to predict.
      mask: target.mask && withoutFirst(target.mask),
    });
  }

  /** Logits of every target token given the right tokens before it, `[batch, targetLength, tokens]`. */
  logits(target: Sequences, start: DecoderStart): tf.Tensor3D {
    const { reading } = this.read(target, start);
    const [batch, steps] = reading.hidden.shape;
    const logits = this.#tokenOutput().logits(reading, start.memory);
    return tf.reshape(logits, [batch, steps, logits.shape[1]]);
  }

  /** What every step writes given the right vectors before it, `[batch, targetLength, outputFeatures]`. */
  predictions(target: Sequences, start: DecoderStart, options: LossOptions = {}): tf.Tensor3D {
    return this.#vectorOutput().write(this.read(target, start, options).reading);
  }

  /** Packs the weights for many steps. */
  pack(): PackedDecoder {
    return { layers: this.#stack.pack(), output: this.#tokens?.pack() };
  }

  /** Takes the tokens written last, int32 `[rows]`, one step further. */
  step(
    ids: tf.Tensor1D,
    { states, memory }: DecoderStart,
    packed?: PackedDecoder,
  ): { readonly next: NextTokens; readonly result: AttentiveStackResult } {
    const inputs = this.#embed({ ids: tf.expandDims(ids, 1) as tf.Tensor2D });
    const result = this.#stack.run(inputs, { states, memory, packed: packed?.layers });
    return { next: this.#tokenOutput().next(result.reading, memory, packed?.output), result };
  }

  /** Takes the vectors written last, `[rows, features]`, one step further. */
  stepVectors(
    values: tf.Tensor2D,
    { states, memory }: DecoderStart,
    packed?: PackedDecoder,
  ): { readonly values: tf.Tensor2D; readonly result: AttentiveStackResult } {
    const inputs = this.#embed({ values: tf.expandDims(values, 1) as tf.Tensor3D });
    const result = this.#stack.run(inputs, { states, memory, packed: packed?.layers });
    return { values: tf.squeeze(this.#vectorOutput().write(result.reading), [1]), result };
  }

  /** The layers, for a model's summary. */
  describe(): LayerDescription[] {
    const { target, copy } = this.#config;
    const { outputFeatures } = this.#config;
    const size =
      target.kind === "vectors" ? (outputFeatures ?? target.features) : target.vocabularySize;
    const outputShape = ["batch", "targetLength", size];
    return [
      this.#input.describe("decoder", "targetLength"),
      ...this.#stack.describe(),
      ...(copy
        ? [{ name: "copy", layer: "pointer-generator", outputShape: ["batch", "targetLength", 1] }]
        : []),
      { name: "output", layer: target.kind === "vectors" ? "linear" : "softmax", outputShape },
    ];
  }

  /** Reads own outputs in place of some inputs, drawn by the seeds. */
  #readOwn(
    target: Sequences,
    start: DecoderStart,
    { teacherForcing = 1, seeds, precision, feedBack = (written) => written }: LossOptions,
  ): Omit<AttentiveStackResult, "states"> {
    if (!seeds) {
      throw new Error(
        `Cannot compute loss: teacherForcing below 1 needs seeds, got ${teacherForcing} without`,
      );
    }
    const areTokens = "ids" in target;
    const given = unstackSteps(areTokens ? withoutLast(target.ids) : withoutLast(target.values));
    const recurrentMasks = this.#stack.recurrentMasks((given[0] as tf.Tensor).shape[0] ?? 0, seeds);
    let { states } = start;
    const results = sampledInputs({
      given,
      advance: (input) => {
        const inputs = areTokens
          ? this.#embed({ ids: tf.expandDims(input, 1) as tf.Tensor2D })
          : this.#embed({ values: tf.expandDims(input, 1) as tf.Tensor3D });
        const options = { ...start, states, recurrentMasks, seeds, precision };
        const result = this.#stack.run(inputs, options);
        states = result.states;
        return result;
      },
      write: ({ reading }, right) =>
        areTokens
          ? sampleTokens(this.#tokenOutput().next(reading, start.memory), seeds)
          : feedBack(tf.squeeze(this.#vectorOutput().write(reading), [1]), right as tf.Tensor2D),
      teacherForcing,
      seeds,
    });
    return {
      reading: joinSteps(results.map(({ reading }) => reading)),
      layerOutputs: joinSteps(results.map(({ layerOutputs }) => layerOutputs)),
    };
  }

  #embed(sequences: Sequences): tf.Tensor3D {
    const { target, copy } = this.#config;
    if (!copy || !("ids" in sequences) || target.kind === "vectors") {
      return this.#input.read(sequences);
    }
    // A copied word that the vocabulary does not have is read as unknown.
    const isWord = tf.less(sequences.ids, target.vocabularySize);
    const unknown = tf.fill(sequences.ids.shape, copy.unknownId, "int32");
    return this.#input.read({ ids: tf.where(isWord, sequences.ids, unknown) as tf.Tensor2D });
  }

  #tokenOutput(): TokenOutput {
    if (!this.#tokens) throw new TypeError("Cannot write tokens: the model's target is vectors");
    return this.#tokens;
  }

  #vectorOutput(): VectorOutput {
    if (!this.#vectors) throw new TypeError("Cannot write vectors: the model's target is tokens");
    return this.#vectors;
  }
}
