/** Recurrent layers, one above the other, in one direction or both. */
import { dropout, dropoutMask, type SeedSource } from "../backend/dropout.ts";
import type { Precision } from "../backend/recurrent-options.ts";
import { tf } from "../backend/tf.ts";
import { encodingSize } from "./complete-config.ts";
import type { Complete, EncoderConfig } from "./config.ts";
import type { StartValues } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";
import {
  type PackedLayer,
  RecurrentLayer,
  type RecurrentLayerResult,
  type RecurrentLayerRunOptions,
  type RecurrentState,
} from "./recurrent-layer.ts";
import type { LayerDescription } from "./summary.ts";
import { areReadOften, type TableRows, vectorsOf } from "./table-rows.ts";

export type { PackedLayer, RecurrentState } from "./recurrent-layer.ts";

/** Size and form of a stack. */
export interface RecurrentStackConfig extends Complete<EncoderConfig> {
  readonly inputSize: number;
}

/** Masks of recurrent dropout, one a layer; its two directions share it. */
export type RecurrentMasks = readonly (tf.Tensor2D | undefined)[];

/** Options of {@link RecurrentStack.run}. */
export interface RecurrentStackRunOptions {
  /** State of each layer before the first step; for one direction only. @default zeros */
  readonly initialStates?: readonly RecurrentState[] | undefined;
  /** 1 for a real step, 0 for padding, `[batch, steps]`. @default every step is real */
  readonly mask?: tf.Tensor2D | undefined;
  /** The weights by {@link RecurrentStack.pack}, while they do not change: quicker step by step. */
  readonly packed?: readonly PackedLayer[] | undefined;
  /** Draws what is dropped; without it nothing is. */
  readonly seeds?: SeedSource | undefined;
  /** By {@link RecurrentStack.recurrentMasks}, to keep them over several calls. @default drawn anew */
  readonly recurrentMasks?: RecurrentMasks | undefined;
  /** Numbers in the products. @default "float32" */
  readonly precision?: Precision | undefined;
  /** Steps for which a rank 2 input is used: a repeat vector without its copies. @default 0: rank 3 */
  readonly repeat?: number | undefined;
}

/** What a stack returns; the two directions of a layer are merged as in its config. */
export interface RecurrentStackResult {
  /** Of the top layer, `[batch, steps, outputSize]`. */
  readonly outputs: tf.Tensor3D;
  /** Last state of each layer, each `[batch, outputSize]`. */
  readonly states: RecurrentState[];
  /** Of every layer, `[batch, steps, outputSize]`. */
  readonly layerOutputs: tf.Tensor3D[];
}

interface Directions {
  readonly forward: RecurrentLayer;
  readonly backward?: RecurrentLayer | undefined;
}

/**
 * Layers that feed one another; weights `<name>.<layer>.kernel`, with two directions `<name>.<layer>.forward.kernel` and
 * `<name>.<layer>.backward.kernel`.
 */
export class RecurrentStack {
  /** Width of outputs and states. */
  readonly outputSize: number;
  readonly #name: string;
  readonly #config: RecurrentStackConfig;
  readonly #layers: readonly Directions[];

  constructor(parameters: Parameters, name: string, config: RecurrentStackConfig & StartValues) {
    this.#name = name;
    this.#config = config;
    this.outputSize = encodingSize(config);
    this.#layers = Array.from({ length: config.layers }, (_, layer) => {
      const size = { ...config, inputSize: layer === 0 ? config.inputSize : this.outputSize };
      if (config.direction === "forward") {
        return { forward: new RecurrentLayer(parameters, `${name}.${layer}`, size) };
      }
      return {
        forward: new RecurrentLayer(parameters, `${name}.${layer}.forward`, size),
        backward: new RecurrentLayer(parameters, `${name}.${layer}.backward`, size),
      };
    });
  }

  /** Packs the weights of every layer for {@link RecurrentStackRunOptions.packed}; the caller's to dispose of. */
  pack(): PackedLayer[] {
    return this.#layers.map(({ forward }) => forward.pack());
  }

  /** Draws the factors of each layer's state, the same at every step (Gal and Ghahramani 2016). */
  recurrentMasks(batch: number, seeds: SeedSource): RecurrentMasks {
    const { units, dropout: rates } = this.#config;
    return this.#layers.map(() =>
      rates.recurrent > 0
        ? (dropoutMask([batch, units], { rate: rates.recurrent, seed: seeds() }) as tf.Tensor2D)
        : undefined,
    );
  }

  /**
   * Runs all layers over `[batch, steps, features]`, over `[batch, features]` with `repeat`, or over the rows of a table.
   *
   * @throws {Error} If there are initial states for two directions.
   */
  run(input: tf.Tensor | TableRows, options: RecurrentStackRunOptions = {}): RecurrentStackResult {
    const { direction, residual, cell, dropout: rates } = this.#config;
    const { initialStates, mask, packed, seeds, precision, repeat } = options;
    if (initialStates && direction !== "forward") {
      throw new Error(
        `Cannot run recurrent layers: initial states belong to one direction, got "${direction}"`,
      );
    }
    const drop = <T extends tf.Tensor>(values: T, rate: number): T =>
      seeds ? dropout(values, { rate, seed: seeds() }) : values;
    const areRows = "ids" in input;
    const keepsRows = cell !== "layerNormLstm" && !(seeds && rates.input > 0);
    const ids = areRows && keepsRows && areReadOften(input) ? input.ids : undefined;
    const [batch = 0] = areRows ? input.ids.shape : input.shape;
    const masks = options.recurrentMasks ?? (seeds && this.recurrentMasks(batch, seeds));
    const states: RecurrentState[] = [];
    const layerOutputs: tf.Tensor3D[] = [];
    let outputs = areRows ? (ids ? input.table : vectorsOf(input)) : input;
    for (const [layer, directions] of this.#layers.entries()) {
      const isFirst = layer === 0;
      const result = this.#runBoth(
        directions,
        drop(outputs, isFirst ? rates.input : rates.between),
        {
          initialState: initialStates?.[layer],
          mask,
          recurrentDropout: masks?.[layer],
          packed: packed?.[layer],
          precision,
          ...(isFirst && { repeat, ids }),
        },
      );
      outputs = residual && !isFirst ? tf.add(result.outputs, outputs) : result.outputs;
      states.push(result.state);
      layerOutputs.push(outputs as tf.Tensor3D);
    }
    return { outputs: drop(outputs as tf.Tensor3D, rates.output), states, layerOutputs };
  }

  /** The layers, for a model's summary. */
  describe(steps: string | number): LayerDescription[] {
    const { cell, direction } = this.#config;
    const names = { lstm: "LSTM", gru: "GRU", layerNormLstm: "layer-normalised LSTM" };
    return this.#layers.map((_, layer) => ({
      name: `${this.#name}.${layer}`,
      layer: direction === "forward" ? names[cell] : `${names[cell]}, two directions, ${direction}`,
      outputShape: ["batch", steps, this.outputSize],
    }));
  }

  #runBoth(
    { forward, backward }: Directions,
    input: tf.Tensor,
    options: RecurrentLayerRunOptions,
  ): RecurrentLayerResult {
    const ahead = forward.run(input, options);
    if (!backward) return ahead;
    const back = backward.run(input, { ...options, reverse: true });
    const merge = <T extends tf.Tensor>(a: T, b: T): T => this.#merge(a, b);
    const { hidden, cell } = back.state;
    return {
      outputs: merge(ahead.outputs, back.outputs),
      state: {
        hidden: merge(ahead.state.hidden, hidden),
        ...(ahead.state.cell && cell ? { cell: merge(ahead.state.cell, cell) } : {}),
      },
    };
  }

  #merge<T extends tf.Tensor>(forward: T, backward: T): T {
    if (this.#config.direction === "concatenate") return tf.concat([forward, backward], -1) as T;
    const sum = tf.add(forward, backward);
    return (this.#config.direction === "average" ? tf.mul(sum, 0.5) : sum) as T;
  }
}
