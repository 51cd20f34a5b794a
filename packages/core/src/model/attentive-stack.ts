/** Recurrent layers that look back at the source: what decoders are made of. */
import { dropout, type SeedSource } from "../backend/dropout.ts";
import type { PackedWeights, Precision } from "../backend/recurrent-options.ts";
import { tf } from "../backend/tf.ts";
import { Attention } from "./attention/attention.ts";
import type { AttentionConfig, Complete, DecoderConfig } from "./config.ts";
import type { DecoderMemory, DecoderStates } from "./decoder-states.ts";
import type { Encoding } from "./encoder.ts";
import { Maxout } from "./maxout.ts";
import type { Reading } from "./reading.ts";
import {
  type PackedLayer,
  type RecurrentMasks,
  RecurrentStack,
  type RecurrentState,
} from "./recurrent-stack.ts";
import { joinSteps, splitSteps } from "./steps.ts";
import type { LayerDescription } from "./summary.ts";
import type { TableRows } from "./table-rows.ts";
import type { WeightSource } from "./weight-source.ts";

/** Settings of an {@link AttentiveStack}. */
export interface AttentiveStackConfig {
  readonly decoder: Complete<DecoderConfig>;
  readonly attention?: Complete<AttentionConfig> | undefined;
  /** Width of what is read at each step. */
  readonly inputSize: number;
  /** Width of the encoder's outputs and of its vector. */
  readonly memorySize: number;
  /** Keeps the sum of the attention weights, for scores and loss. */
  readonly coverage: boolean;
  /** Recurrent layers to run in place of new ones. */
  readonly shared?: RecurrentStack | undefined;
}

/** Packed weights of an {@link AttentiveStack}. */
export type PackedAttentiveStack = {
  readonly layers: PackedLayer[];
  readonly combine: PackedWeights | undefined;
};

/** Options of {@link AttentiveStack.run}. */
export interface AttentiveStackRunOptions {
  readonly states: DecoderStates;
  readonly memory: DecoderMemory;
  /** 1 for a real step, 0 for padding after it, `[rows, steps]`. @default every step is real */
  readonly mask?: tf.Tensor2D | undefined;
  /** The inputs as rows of a table, if that is what they are: then layers that read nothing else read these. */
  readonly rows?: TableRows | undefined;
  readonly packed?: PackedAttentiveStack | undefined;
  /** By {@link AttentiveStack.recurrentMasks}, to keep them over several runs. @default drawn anew */
  readonly recurrentMasks?: RecurrentMasks | undefined;
  readonly seeds?: SeedSource | undefined;
  readonly precision?: Precision | undefined;
}

/** What a run returns. */
export interface AttentiveStackResult {
  readonly reading: Reading;
  readonly states: DecoderStates;
  /** Of every recurrent layer by its name, `[rows, steps, units]`. */
  readonly layerOutputs: { readonly [name: string]: tf.Tensor3D };
}

/** Recurrent layers with attention; weights `decoder.*` and `attention.*`. */
export class AttentiveStack {
  readonly #config: AttentiveStackConfig;
  readonly #stack: RecurrentStack;
  readonly #attention: Attention | undefined;
  readonly #maxout: Maxout | undefined;
  /** Of the attentional vector or the maxout units, where there are any. */
  readonly #outputDropout: number;
  /** Width of what the output layer reads. */
  readonly featureSize: number;

  constructor(source: WeightSource, config: AttentiveStackConfig) {
    const { decoder, attention, inputSize, memorySize, coverage } = config;
    const { units, maxoutUnits } = decoder;
    this.#config = config;
    this.featureSize = maxoutUnits || units;
    const fedSize = { none: 0, input: units, context: memorySize }[attention?.feeding ?? "none"];
    const encodingSize = decoder.readsEncoding ? memorySize : 0;
    // What the output layer reads is dropped, and nothing that is looked back with.
    const hasFeatures = attention !== undefined || maxoutUnits > 0;
    this.#outputDropout = hasFeatures ? decoder.dropout.output : 0;
    this.#stack =
      config.shared ??
      new RecurrentStack(source.parameters, "decoder", {
        ...decoder,
        ...source.start,
        dropout: { ...decoder.dropout, output: decoder.dropout.output - this.#outputDropout },
        direction: "forward",
        inputSize: inputSize + fedSize + encodingSize,
      });
    if (attention) {
      this.#attention = new Attention(source, attention, {
        queryUnits: units,
        memorySize,
        coverage,
        combines: maxoutUnits === 0,
      });
    }
    if (maxoutUnits > 0) {
      const readSize = units + inputSize + (attention ? memorySize : 0) + encodingSize;
      this.#maxout = new Maxout(source, readSize, maxoutUnits);
    }
  }

  /** The layers, for a model's summary. */
  describe(): LayerDescription[] {
    const outputShape = ["batch", "targetLength", this.#config.decoder.units];
    const { attention } = this.#config;
    return [
      // Shared layers are described where they belong.
      ...(this.#config.shared ? [] : this.#stack.describe("targetLength")),
      ...(attention
        ? [{ name: "attention", layer: `${attention.score} attention`, outputShape }]
        : []),
      ...(this.#maxout
        ? [
            {
              name: "maxout",
              layer: "maxout",
              outputShape: ["batch", "targetLength", this.featureSize],
            },
          ]
        : []),
    ];
  }

  /** Prepares what can be looked up, once for all steps. */
  remember(encoded: Encoding): DecoderMemory {
    const attention = this.#attention?.remember(encoded.outputs, encoded.mask);
    return {
      ...(attention && { attention }),
      ...(this.#config.decoder.readsEncoding && { encoding: encoded.vector }),
    };
  }

  /** States before the first step: the layers', nothing fed, nothing looked at. */
  begin(layers: RecurrentState[], memory: DecoderMemory): DecoderStates {
    const [rows, units] = (layers[0] as RecurrentState).hidden.shape;
    const length = memory.attention?.mask.shape[1] ?? 0;
    const isFed = this.#config.attention?.feeding === "input";
    return {
      layers,
      ...(isFed && { attentional: tf.zeros<tf.Rank.R2>([rows, units]) }),
      ...(this.#config.coverage && { coverage: tf.zeros<tf.Rank.R2>([rows, length]) }),
    };
  }

  /** Draws the masks of recurrent dropout, the same at every step of a sequence. */
  recurrentMasks(rows: number, seeds: SeedSource | undefined): RecurrentMasks | undefined {
    return seeds && this.#stack.recurrentMasks(rows, seeds);
  }

  /** Packs the weights for many runs of a step. */
  pack(): PackedAttentiveStack {
    return { layers: this.#stack.pack(), combine: this.#attention?.pack() };
  }

  /**
   * Reads `[rows, steps, inputSize]`; rows are sources, or hypotheses that stand side by side.
   *
   * All steps run at once unless one feeds the next.
   */
  run(inputs: tf.Tensor3D, options: AttentiveStackRunOptions): AttentiveStackResult {
    const [rows, steps] = inputs.shape;
    const feeding = this.#config.attention?.feeding ?? "none";
    if (feeding === "none" || steps === 1) return this.#advance(inputs, options);
    const { recurrentMasks = this.recurrentMasks(rows, options.seeds) } = options;
    let { states } = options;
    const results = splitSteps(inputs).map((input) => {
      // Padding comes last and nothing reads what it feeds: no mask is needed.
      const result = this.#advance(input, {
        ...options,
        mask: undefined,
        rows: undefined,
        recurrentMasks,
        states,
      });
      states = result.states;
      return result;
    });
    return {
      reading: joinSteps(results.map(({ reading }) => reading)),
      states,
      layerOutputs: joinSteps(results.map(({ layerOutputs }) => layerOutputs)),
    };
  }

  /** Steps that do not feed one another. */
  #advance(inputs: tf.Tensor3D, options: AttentiveStackRunOptions): AttentiveStackResult {
    const { states, memory, packed, rows, ...rest } = options;
    const top = (states.layers.at(-1) as RecurrentState).hidden;
    const isContextFed = this.#config.attention?.feeding === "context";
    const before = isContextFed ? this.#look(tf.expandDims(top, 1), options) : undefined;
    const fed =
      before?.seen.context ??
      (states.attentional && (tf.expandDims(states.attentional, 1) as tf.Tensor3D));
    const encoding = repeatEncoding(memory, inputs);
    const parts = [inputs, fed, encoding].filter((part) => part !== undefined);
    const result = this.#stack.run(parts.length === 1 ? (rows ?? inputs) : tf.concat(parts, 2), {
      ...rest,
      initialStates: states.layers,
      packed: packed?.layers,
    });
    const [layers, hidden] = [result.states, result.outputs];
    const layerOutputs = Object.fromEntries(
      result.layerOutputs.map((outputs, layer) => [`decoder.${layer}`, outputs]),
    );
    const look = before ?? this.#look(hidden, options);
    const context = look?.seen.context;
    const features = this.#features({ hidden, inputs, context }, options);
    const attentional = states.attentional && (tf.squeeze(features, [1]) as tf.Tensor2D);
    const coverage = look?.coverage;
    return {
      reading: { inputs, hidden, features: this.#drop(features, options), ...look?.seen },
      states: { layers, ...(attentional && { attentional }), ...(coverage && { coverage }) },
      layerOutputs,
    };
  }

  /** What the output layer reads. */
  #features(
    read: { hidden: tf.Tensor3D; inputs: tf.Tensor3D; context: tf.Tensor3D | undefined },
    { memory, packed }: AttentiveStackRunOptions,
  ): tf.Tensor3D {
    const { hidden, inputs, context } = read;
    if (this.#maxout) {
      const parts = [hidden, inputs, context, repeatEncoding(memory, inputs)];
      return this.#maxout.run(parts.filter((part) => part !== undefined));
    }
    return this.#attention && context
      ? this.#attention.combine(hidden, context, packed?.combine)
      : hidden;
  }

  #drop(features: tf.Tensor3D, { seeds }: AttentiveStackRunOptions): tf.Tensor3D {
    const rate = this.#outputDropout;
    return seeds && rate > 0 ? dropout(features, { rate, seed: seeds() }) : features;
  }

  #look(
    queries: tf.Tensor,
    { memory, states }: AttentiveStackRunOptions,
  ): ReturnType<Attention["look"]> | undefined {
    if (!this.#attention || !memory.attention) return undefined;
    return this.#attention.look(queries as tf.Tensor3D, memory.attention, states.coverage);
  }
}

/** The encoding once for each row and step, `[rows, steps, size]`, where every step reads it. */
function repeatEncoding({ encoding }: DecoderMemory, inputs: tf.Tensor3D): tf.Tensor3D | undefined {
  if (!encoding) return undefined;
  const [rows, steps] = inputs.shape;
  const [batch, size] = encoding.shape;
  const repeated = tf.tile(tf.expandDims(encoding, 1), [1, (rows / batch) * steps, 1]);
  return tf.reshape(repeated, [rows, steps, size]);
}
