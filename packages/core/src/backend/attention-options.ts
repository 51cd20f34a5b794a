/** Arguments and results of attention over whole target sequences, whatever runs it. */
import type { tf } from "./tf.ts";

/** What is looked at: keys decide how much of each value is read. */
interface AttentionOptions {
  /** One row for each look, `[batch, targetLength, size]`. */
  readonly queries: tf.Tensor3D;
  /** `[batch, sourceLength, size]`. */
  readonly keys: tf.Tensor3D;
  /** `[batch, sourceLength, valueSize]`. */
  readonly values: tf.Tensor3D;
  /** 1 for a source position that may be read, 0 for one that has no weight, `[batch, sourceLength]`. @default all 1 */
  readonly mask?: tf.Tensor2D | undefined;
}

/** Arguments of {@link dotAttention}. */
export interface DotAttentionOptions extends AttentionOptions {
  /** Factor of the scores: 1 / sqrt(size) for the scaled form (Vaswani et al. 2017). @default 1 */
  readonly scale?: number | undefined;
}

/** Arguments of {@link additiveAttention}. */
export interface AdditiveAttentionOptions extends AttentionOptions {
  /** `[size]`. */
  readonly energy: tf.Tensor1D;
  /** `[size]`. @default zeros */
  readonly bias?: tf.Tensor1D | undefined;
}

/** Arguments of {@link coverageAttention}. */
export interface CoverageAttentionOptions extends AdditiveAttentionOptions {
  /** How much of each source position was read before the first look, `[batch, sourceLength]`. */
  readonly coverage: tf.Tensor2D;
  /** What the coverage of a position adds to the sum, `[size]`. */
  readonly coverageKernel: tf.Tensor1D;
}

/** What attention with coverage returns. */
export interface CoverageAttentionResult extends AttentionResult {
  /** How much of each source position was read before each look, `[batch, targetLength, sourceLength]`. */
  readonly coverage: tf.Tensor3D;
}

/** What attention returns. */
export interface AttentionResult {
  /** Weighted sums of the values, `[batch, targetLength, valueSize]`. */
  readonly context: tf.Tensor3D;
  /** How much of each source position was read, `[batch, targetLength, sourceLength]`: each row adds up to 1, or to 0 if all is masked. */
  readonly weights: tf.Tensor3D;
}
