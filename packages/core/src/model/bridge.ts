/** From the encoder's last states to the decoder's first. */
import { linear } from "../backend/linear.ts";
import { tf } from "../backend/tf.ts";
import { encodingSize, hasCellState } from "./complete-config.ts";
import type { BridgeName, Complete, EncoderConfig, StackConfig } from "./config.ts";
import { initialKernel, type StartValues, zeros } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";
import type { RecurrentState } from "./recurrent-layer.ts";
import type { LayerDescription } from "./summary.ts";

/** Settings of a {@link Bridge}. */
export interface BridgeConfig {
  readonly bridge: BridgeName;
  readonly encoder: Complete<EncoderConfig>;
  readonly decoder: Complete<StackConfig>;
}

interface Dense {
  readonly kernel: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
}

interface DenseState {
  readonly hidden: Dense;
  readonly cell?: Dense | undefined;
}

/**
 * Gives the decoder its first states; `dense` has weights `bridge.<layer>.{hidden,cell}.{kernel,bias}`.
 *
 * ```
 * pass    state of decoder layer l = state of encoder layer l
 * dense   state of decoder layer l = tanh(state of encoder layer l * W_l + b_l)      (Bahdanau 2015, A.2.2)
 * last    state of decoder layer l = state of the top encoder layer
 * zero    0
 * ```
 *
 * With `dense`, layers are counted from the top, and decoder layers that have no counterpart read the encoder's bottom layer; a cell
 * state is made of the encoder's, or of its hidden state where it has none. With `last`, it is 0 where the encoder has none.
 */
export class Bridge {
  readonly #config: BridgeConfig;
  readonly #dense: readonly DenseState[];

  constructor(parameters: Parameters, config: BridgeConfig, start: StartValues) {
    const { bridge, encoder, decoder } = config;
    const dense = (name: string): Dense => ({
      kernel: parameters.create(
        `${name}.kernel`,
        initialKernel([encodingSize(encoder), decoder.units], start),
      ) as tf.Tensor2D,
      bias: parameters.create(`${name}.bias`, zeros([decoder.units])) as tf.Tensor1D,
    });
    this.#config = config;
    this.#dense = Array.from({ length: bridge === "dense" ? decoder.layers : 0 }, (_, layer) => ({
      hidden: dense(`bridge.${layer}.hidden`),
      cell: hasCellState(decoder.cell) ? dense(`bridge.${layer}.cell`) : undefined,
    }));
  }

  /** Takes the state of each encoder layer, its directions merged, to one for each decoder layer. */
  run(states: readonly RecurrentState[]): RecurrentState[] {
    const { bridge, decoder } = this.#config;
    if (bridge === "pass") return [...states];
    const top = states.at(-1) as RecurrentState;
    const needsCell = hasCellState(decoder.cell);
    const zero = (): tf.Tensor2D => tf.zeros([top.hidden.shape[0], decoder.units]);
    return Array.from({ length: decoder.layers }, (_, layer) => {
      if (bridge === "zero")
        return needsCell ? { hidden: zero(), cell: zero() } : { hidden: zero() };
      if (bridge === "last") {
        return needsCell
          ? { hidden: top.hidden, cell: top.cell ?? zero() }
          : { hidden: top.hidden };
      }
      const counterpart = Math.max(0, layer + states.length - decoder.layers);
      return applyDense(this.#dense[layer] as DenseState, states[counterpart] as RecurrentState);
    });
  }

  /** The layers, for a model's summary. */
  describe(): LayerDescription[] {
    const outputShape = ["batch", this.#config.decoder.units];
    return this.#dense.map((_, layer) => ({
      name: `bridge.${layer}`,
      layer: "dense, tanh",
      outputShape,
    }));
  }
}

function applyDense(dense: DenseState, state: RecurrentState): RecurrentState {
  const apply = (layer: Dense, input: tf.Tensor2D): tf.Tensor2D =>
    tf.tanh(linear({ input, ...layer })) as tf.Tensor2D;
  const hidden = apply(dense.hidden, state.hidden);
  return dense.cell ? { hidden, cell: apply(dense.cell, state.cell ?? state.hidden) } : { hidden };
}
