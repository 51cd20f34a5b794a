/** Arguments and results of the recurrent layers, whatever runs them. */
import type { tf } from "./tf.ts";

/** Numbers in the products of a layer; weights, states and sums are float32 in either. */
export type Precision = "float32" | "mixed-bfloat16";

/** Weights arranged for the kernels once; only valid in this process and while the weights do not change. */
export type PackedWeights = tf.Tensor1D;

/** Layers whose recurrent kernel can be packed. */
export type PackedCell = "lstm" | "gru" | "layerNormLstm";

/** What opens the gates: `σ(x)`, or `0.2 x + 0.5` clipped to 0..1, which TensorFlow.js takes by default. */
export type GateActivation = "sigmoid" | "hardSigmoid";

/** What every recurrent layer takes. */
interface RecurrentOptions {
  /** `[batch, steps, features]`, or `[batch, features]` with `repeat`. */
  readonly input: tf.Tensor;
  /** State before the first step, `[batch, units]`. @default zeros */
  readonly initialHidden?: tf.Tensor2D | undefined;
  /** 1 for a real step, 0 for one that carries the state over, `[batch, steps]`. @default all 1 */
  readonly mask?: tf.Tensor2D | undefined;
  /** Factors of the state in the products, the same at every step, `[batch, units]` (Gal and Ghahramani 2016). */
  readonly recurrentDropout?: tf.Tensor2D | undefined;
  /** From the last step to the first; outputs stay at the step of their input. @default false */
  readonly reverse?: boolean | undefined;
  /** Steps for which a rank 2 input is used: a repeat vector without its copies. @default 0: rank 3 */
  readonly repeat?: number | undefined;
  /** bfloat16 has an effect where kernels and processor have it; not for a GRU without `resetAfter`. @default "float32" */
  readonly precision?: Precision | undefined;
  /** Both kernels by `packKernel` and `packRecurrentKernel`: saves that work when decoding step by step. */
  readonly packed?:
    | {
        readonly kernel: PackedWeights | undefined;
        readonly recurrentKernel: PackedWeights | undefined;
      }
    | undefined;
}

/** What layers without normalisation take. */
interface GatedOptions extends RecurrentOptions {
  /**
   * int32 `[batch, steps]`: the input is a table `[rows, features]` of which each step reads the row of its id. Every row meets the
   * kernel once, however often it is read. @default the input has the steps
   */
  readonly ids?: tf.Tensor2D | undefined;
  /** Of all gates but the candidate. @default "sigmoid" */
  readonly recurrentActivation?: GateActivation | undefined;
}

/** Weights, input and initial state of an LSTM layer. Gate order i, f, g, o, as in Keras. */
export interface LstmOptions extends GatedOptions {
  /** Input weights, `[features, 4 * units]`. */
  readonly kernel: tf.Tensor2D;
  /** Recurrent weights, `[units, 4 * units]`. */
  readonly recurrentKernel: tf.Tensor2D;
  /** `[4 * units]`. @default zeros */
  readonly bias?: tf.Tensor1D | undefined;
  /** Cell state before the first step, `[batch, units]`. @default zeros */
  readonly initialCell?: tf.Tensor2D | undefined;
}

/** What an LSTM layer returns. */
export interface LstmResult {
  /** Hidden state after every step, `[batch, steps, units]`. */
  readonly outputs: tf.Tensor3D;
  /** Hidden state after the last step, `[batch, units]`. */
  readonly hidden: tf.Tensor2D;
  /** Cell state after the last step, `[batch, units]`. */
  readonly cell: tf.Tensor2D;
}

/** Weights, input and initial state of a GRU layer. Gate order z, r, n, as in Keras. */
export interface GruOptions extends GatedOptions {
  /** Input weights, `[features, 3 * units]`. */
  readonly kernel: tf.Tensor2D;
  /** Recurrent weights, `[units, 3 * units]`. */
  readonly recurrentKernel: tf.Tensor2D;
  /** `[2, 3 * units]` with `resetAfter` (the input's, then the state's), else `[3 * units]`. @default zeros */
  readonly bias?: tf.Tensor2D | tf.Tensor1D | undefined;
  /** Reset gate after the product with the state, as in Keras and PyTorch; before it, as in Cho et al. 2014. @default true */
  readonly resetAfter?: boolean | undefined;
}

/** What a GRU layer returns. */
export interface GruResult {
  /** State after every step, `[batch, steps, units]`. */
  readonly outputs: tf.Tensor3D;
  /** State after the last step, `[batch, units]`. */
  readonly hidden: tf.Tensor2D;
}

/** Weights, input and initial state of a layer-normalised LSTM layer. */
export interface LayerNormLstmOptions extends RecurrentOptions {
  /** Input weights, `[features, 4 * units]`, gates in the order i, f, g, o. */
  readonly kernel: tf.Tensor2D;
  /** Recurrent weights, `[units, 4 * units]`. */
  readonly recurrentKernel: tf.Tensor2D;
  /** Of the normalised product of the input, `[4 * units]`. */
  readonly inputScale: tf.Tensor1D;
  /** Of the normalised product of the state, `[4 * units]`. */
  readonly recurrentScale: tf.Tensor1D;
  /** `[4 * units]`. */
  readonly bias: tf.Tensor1D;
  /** Of the normalised cell, `[units]`. */
  readonly cellScale: tf.Tensor1D;
  /** `[units]`. */
  readonly cellBias: tf.Tensor1D;
  /** `[batch, units]`. @default zeros */
  readonly initialCell?: tf.Tensor2D | undefined;
}
