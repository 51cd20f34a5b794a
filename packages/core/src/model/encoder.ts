/** Reads the source. */
import type { SeedSource } from "../backend/dropout.ts";
import type { Precision } from "../backend/recurrent-options.ts";
import type { tf } from "../backend/tf.ts";
import type { Complete, EncoderConfig, SequenceConfig } from "./config.ts";
import type { StartValues } from "./initializers.ts";
import { InputLayer, type Sequences } from "./input-layer.ts";
import type { Parameters } from "./parameters.ts";
import {
  RecurrentStack,
  type RecurrentStackResult,
  type RecurrentState,
} from "./recurrent-stack.ts";
import type { LayerDescription } from "./summary.ts";

/** What is different while a model is trained. */
export interface TrainingOptions {
  /** Draws what is dropped, at the rates of the model's settings; without it nothing is. */
  readonly seeds?: SeedSource | undefined;
  /** Numbers in the products of the layers. @default "float32" */
  readonly precision?: Precision | undefined;
}

/** Options of the encoder's `run`. */
export interface EncoderRunOptions extends TrainingOptions {
  /** State of each layer before the first step; for one direction only. @default zeros */
  readonly initialStates?: readonly RecurrentState[] | undefined;
}

/** What an encoder makes of a batch: a tensor tree, one row a source. */
export type Encoding = {
  /** Of the top layer, `[batch, sourceLength, size]`; what it says about padded steps means nothing. */
  readonly outputs: tf.Tensor3D;
  /** 1 for a step, 0 for padding, `[batch, sourceLength]`; absent when nothing is padded. */
  readonly mask?: tf.Tensor2D | undefined;
  /** Last state of each layer, each `[batch, size]`. */
  readonly states: RecurrentState[];
  /** The source as a vector: the last hidden state of the top layer, `[batch, size]`. */
  readonly vector: tf.Tensor2D;
};

/** Input and recurrent layers over the source; weights `encoder.*`. */
export class Encoder {
  /** Width of outputs, states and vector. */
  readonly outputSize: number;
  readonly input: InputLayer;
  /** The recurrent layers: a decoder with `tiedStacks` runs them, too. */
  readonly stack: RecurrentStack;

  constructor(
    parameters: Parameters,
    config: { readonly source: SequenceConfig; readonly encoder: Complete<EncoderConfig> },
    start: StartValues,
  ) {
    this.input = new InputLayer(parameters, "encoder", config.source, start);
    this.stack = new RecurrentStack(parameters, "encoder", {
      ...config.encoder,
      ...start,
      inputSize: this.input.size,
    });
    this.outputSize = this.stack.outputSize;
  }

  /** Reads a batch of sources. */
  run(source: Sequences, options: EncoderRunOptions = {}): Encoding {
    const { outputs, states } = this.#read(source, options);
    const { mask } = source;
    const { hidden } = states.at(-1) as RecurrentState;
    return { outputs, ...(mask && { mask }), states, vector: hidden };
  }

  /** Output of every layer by its name, each `[batch, sourceLength, ...]`. */
  layerOutputs(source: Sequences): { readonly [name: string]: tf.Tensor3D } {
    const layers = this.#read(source, {}).layerOutputs;
    return Object.fromEntries([
      ["encoder.input", this.input.read(source)],
      ...layers.map((outputs, layer) => [`encoder.${layer}`, outputs]),
    ]);
  }

  /** The layers, for a model's summary. */
  describe(): LayerDescription[] {
    return [this.input.describe("encoder", "sourceLength"), ...this.stack.describe("sourceLength")];
  }

  #read(source: Sequences, options: EncoderRunOptions): RecurrentStackResult {
    const input = this.input.rows(source) ?? this.input.read(source);
    return this.stack.run(input, { ...options, mask: source.mask });
  }
}
