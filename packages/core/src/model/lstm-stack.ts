/** Layers of LSTM, one above the other. */
import { type DropoutOptions, dropout } from "../backend/dropout.ts";
import { lstm } from "../backend/lstm.ts";
import { packKernel, packRecurrentKernel } from "../backend/packed-weights.ts";
import type { PackedWeights, Precision } from "../backend/recurrent-options.ts";
import type { tf } from "../backend/tf.ts";
import { glorotUniform, lstmBias, type UniformSource } from "./initializers.ts";
import type { Parameters, WeightValues } from "./parameters.ts";

/** What an LSTM layer carries from step to step, both `[batch, units]`. */
export type LstmState = {
  readonly hidden: tf.Tensor2D;
  readonly cell: tf.Tensor2D;
};

/** The packed weights of a layer; without kernels there are none. */
export type PackedLayer = {
  readonly kernel: PackedWeights | undefined;
  readonly recurrentKernel: PackedWeights | undefined;
};

/** Size of a stack. */
export interface LstmStackConfig {
  readonly inputSize: number;
  readonly units: number;
  readonly layers: number;
}

/** Options of {@link LstmStack.run}. */
export interface LstmStackRunOptions {
  /** State of each layer before the first step. @default zeros */
  readonly initialStates?: readonly LstmState[];
  /** 1 for a real step, 0 for padding, `[batch, steps]`. @default every step is real */
  readonly mask?: tf.Tensor2D | undefined;
  /** The weights by {@link LstmStack.pack}, while they do not change: quicker step by step. */
  readonly packed?: readonly PackedLayer[] | undefined;
  /** Dropout between layers; none when absent. */
  readonly dropout?: DropoutOptions | undefined;
  /** Numbers in the products. @default "float32" */
  readonly precision?: Precision | undefined;
}

interface LayerWeights {
  readonly kernel: tf.Tensor2D;
  readonly recurrentKernel: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
}

/** LSTM layers that feed one another; weights `<name>.<layer>.{kernel,recurrentKernel,bias}`. */
export class LstmStack {
  readonly #layers: readonly LayerWeights[];

  constructor(
    parameters: Parameters,
    name: string,
    config: LstmStackConfig & { readonly uniform: UniformSource },
  ) {
    const { inputSize, units, layers, uniform } = config;
    this.#layers = Array.from({ length: layers }, (_, layer) => {
      const features = layer === 0 ? inputSize : units;
      const create = (weight: string, initial: WeightValues) =>
        parameters.create(`${name}.${layer}.${weight}`, initial);
      return {
        kernel: create("kernel", glorotUniform([features, 4 * units], uniform)) as tf.Tensor2D,
        recurrentKernel: create(
          "recurrentKernel",
          glorotUniform([units, 4 * units], uniform),
        ) as tf.Tensor2D,
        bias: create("bias", lstmBias(units)) as tf.Tensor1D,
      };
    });
  }

  /** Packs the weights of every layer for {@link LstmStackRunOptions.packed}. */
  pack(): PackedLayer[] {
    return this.#layers.map(({ kernel, recurrentKernel }) => ({
      kernel: packKernel(kernel),
      recurrentKernel: packRecurrentKernel(recurrentKernel),
    }));
  }

  /** Runs all layers over `[batch, steps, features]`; returns the top outputs and every layer's last state. */
  run(
    input: tf.Tensor3D,
    options: LstmStackRunOptions = {},
  ): { readonly outputs: tf.Tensor3D; readonly states: LstmState[] } {
    const states: LstmState[] = [];
    let outputs = input;
    for (const [layer, weights] of this.#layers.entries()) {
      const isFirst = layer === 0;
      const initial = options.initialStates?.[layer];
      const result = lstm({
        input: isFirst || !options.dropout ? outputs : dropout(outputs, options.dropout),
        ...weights,
        initialHidden: initial?.hidden,
        initialCell: initial?.cell,
        mask: options.mask,
        packed: options.packed?.[layer],
        precision: options.precision,
      });
      outputs = result.outputs;
      states.push({ hidden: result.hidden, cell: result.cell });
    }
    return { outputs, states };
  }
}
