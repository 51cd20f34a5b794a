/** Arguments of an output layer with its loss, whatever runs it. */
import type { PackedWeights, Precision } from "./recurrent-options.ts";
import type { tf } from "./tf.ts";

/** What every output layer with a loss takes. */
export interface LinearLossOptions {
  /** What the layer reads, `[..., features]`: every leading axis counts as rows. */
  readonly input: tf.Tensor;
  /** Output weights, `[features, outputs]`. */
  readonly kernel: tf.Tensor2D;
  /** Output bias, `[outputs]`. @default zeros */
  readonly bias?: tf.Tensor1D | undefined;
  /** Weight of each row; 0 leaves the row out. @default all 1 */
  readonly weights?: tf.Tensor | undefined;
  /** bfloat16 has an effect where kernels and processor have it. @default "float32" */
  readonly precision?: Precision | undefined;
}

/** Arguments of `linearCrossEntropy`. */
export interface LinearCrossEntropyOptions extends LinearLossOptions {
  /** The right class of each row, int32; not read where the weight is 0. */
  readonly labels: tf.Tensor;
  /** Share of the target that is spread over all classes, in [0, 1] (Szegedy et al. 2016, section 7). @default 0 */
  readonly labelSmoothing?: number | undefined;
}

/** Arguments of `linearCopyCrossEntropy`. */
export interface LinearCopyCrossEntropyOptions extends LinearLossOptions {
  /**
   * The right word of each row, int32: a class, or from the number of classes on a word that only sources have; not read where the
   * weight is 0.
   */
  readonly labels: tf.Tensor;
  /** Logit of the probability that a row's word is one of the classes and not copied; one for each row. */
  readonly gate: tf.Tensor;
  /** Share of each source position, `[..., sourceLength]`. */
  readonly attention: tf.Tensor;
  /** The word at each source position, int32 `[sources, sourceLength]`; rows / sources neighbouring rows belong to each source. */
  readonly copyIds: tf.Tensor2D;
}

/** Arguments of `linearSquaredError`. */
export interface LinearSquaredErrorOptions extends LinearLossOptions {
  /** `[..., outputs]`. */
  readonly targets: tf.Tensor;
}

/** Arguments of `linear`. */
export interface LinearOptions {
  /** `[..., features]`. */
  readonly input: tf.Tensor;
  /** `[features, outputs]`. */
  readonly kernel: tf.Tensor2D;
  /** `[outputs]`. @default zeros */
  readonly bias?: tf.Tensor1D | undefined;
  /** The kernel by `packKernel`: saves that work when decoding step by step. */
  readonly packed?: PackedWeights | undefined;
  /** bfloat16 has an effect where kernels and processor have it, and nothing is packed. @default "float32" */
  readonly precision?: Precision | undefined;
}
