/** One recurrent layer in one direction, of any cell. */
import { gru } from "../backend/gru.ts";
import { layerNormLstm } from "../backend/layer-norm-lstm.ts";
import { lstm } from "../backend/lstm.ts";
import { packKernel, packRecurrentKernel } from "../backend/packed-weights.ts";
import type { PackedWeights, Precision } from "../backend/recurrent-options.ts";
import type { tf } from "../backend/tf.ts";
import type { CellName } from "./config.ts";
import {
  constant,
  initialKernel,
  initialRecurrentKernel,
  lstmBias,
  type StartValues,
  zeros,
} from "./initializers.ts";
import type { Parameters, WeightValues } from "./parameters.ts";

/** What a layer carries from step to step, each `[batch, units]`; a GRU has no cell state. */
export type RecurrentState = {
  readonly hidden: tf.Tensor2D;
  readonly cell?: tf.Tensor2D | undefined;
};

/** The packed weights of a layer; without kernels there are none. */
export type PackedLayer = {
  readonly kernel: PackedWeights | undefined;
  readonly recurrentKernel: PackedWeights | undefined;
};

/** Size and form of a layer. */
export interface RecurrentLayerConfig {
  readonly cell: CellName;
  readonly inputSize: number;
  readonly units: number;
  /** Of a GRU. */
  readonly resetAfter: boolean;
}

/** Options of {@link RecurrentLayer.run}. */
export interface RecurrentLayerRunOptions {
  /** State before the first step. @default zeros */
  readonly initialState?: RecurrentState | undefined;
  /** 1 for a real step, 0 for padding, `[batch, steps]`. @default every step is real */
  readonly mask?: tf.Tensor2D | undefined;
  /** Factors of the state in the products, `[batch, units]`. @default all 1 */
  readonly recurrentDropout?: tf.Tensor2D | undefined;
  /** The weights by {@link RecurrentLayer.pack}, while they do not change: quicker step by step. */
  readonly packed?: PackedLayer | undefined;
  /** Numbers in the products. @default "float32" */
  readonly precision?: Precision | undefined;
  /** From the last step to the first. @default false */
  readonly reverse?: boolean | undefined;
  /** Steps for which a rank 2 input is used. @default 0: rank 3 */
  readonly repeat?: number | undefined;
  /** The input is a table of which each step reads a row, int32 `[batch, steps]`; not for a layer-normalised LSTM. */
  readonly ids?: tf.Tensor2D | undefined;
}

/** What a layer returns. */
export interface RecurrentLayerResult {
  /** Hidden state after every step, `[batch, steps, units]`. */
  readonly outputs: tf.Tensor3D;
  /** After the last step. */
  readonly state: RecurrentState;
}

interface Weights {
  readonly kernel: tf.Tensor2D;
  readonly recurrentKernel: tf.Tensor2D;
  readonly bias: tf.Tensor;
}

/** Weights that a layer-normalised LSTM has besides. */
interface Scales {
  readonly inputScale: tf.Tensor1D;
  readonly recurrentScale: tf.Tensor1D;
  readonly cellScale: tf.Tensor1D;
  readonly cellBias: tf.Tensor1D;
}

/** An LSTM, GRU or layer-normalised LSTM; weights `<name>.{kernel,recurrentKernel,bias,...}`, laid out as in Keras. */
export class RecurrentLayer {
  readonly #config: RecurrentLayerConfig;
  readonly #weights: Weights;
  readonly #scales: Scales | undefined;

  constructor(parameters: Parameters, name: string, config: RecurrentLayerConfig & StartValues) {
    const { cell, inputSize, units, resetAfter, initialization } = config;
    const gates = cell === "gru" ? 3 * units : 4 * units;
    const create = <T extends tf.Tensor>(weight: string, initial: WeightValues): T =>
      parameters.create(`${name}.${weight}`, initial) as tf.Tensor as T;
    this.#config = config;
    this.#weights = {
      kernel: create("kernel", initialKernel([inputSize, gates], config)),
      recurrentKernel: create("recurrentKernel", initialRecurrentKernel([units, gates], config)),
      bias: create(
        "bias",
        cell === "gru"
          ? zeros(resetAfter ? [2, gates] : [gates])
          : lstmBias(units, initialization.forgetBias),
      ),
    };
    this.#scales =
      cell === "layerNormLstm"
        ? {
            inputScale: create("inputScale", constant([gates], 1)),
            recurrentScale: create("recurrentScale", constant([gates], 1)),
            cellScale: create("cellScale", constant([units], 1)),
            cellBias: create("cellBias", zeros([units])),
          }
        : undefined;
  }

  /** Packs the weights for {@link RecurrentLayerRunOptions.packed}, where the cell has a use for it. */
  pack(): PackedLayer {
    const { kernel, recurrentKernel } = this.#weights;
    const { cell, resetAfter } = this.#config;
    if (cell === "gru" && !resetAfter) return { kernel: undefined, recurrentKernel: undefined };
    return {
      kernel: packKernel(kernel),
      recurrentKernel: packRecurrentKernel(recurrentKernel, cell),
    };
  }

  /** Runs over `[batch, steps, features]`, over `[batch, features]` with `repeat`, or over the rows of a table with `ids`. */
  run(input: tf.Tensor, options: RecurrentLayerRunOptions): RecurrentLayerResult {
    const { initialState, ...rest } = options;
    const { kernel, recurrentKernel, bias } = this.#weights;
    const initialHidden = initialState?.hidden;
    const shared = { input, kernel, recurrentKernel, initialHidden, ...rest };
    if (this.#config.cell === "gru") {
      const { resetAfter } = this.#config;
      const result = gru({ ...shared, bias: bias as tf.Tensor2D, resetAfter });
      return { outputs: result.outputs, state: { hidden: result.hidden } };
    }
    const gated = { ...shared, bias: bias as tf.Tensor1D, initialCell: initialState?.cell };
    const { outputs, hidden, cell } = this.#scales
      ? layerNormLstm({ ...gated, ...this.#scales })
      : lstm(gated);
    return { outputs, state: { hidden, cell } };
  }
}
