/** Linear output layer and loss in one, so that the gradient needs no extra pass. */
import {
  composedLinearCopyCrossEntropy,
  composedLinearCrossEntropy,
  composedLinearSquaredError,
} from "./composed/linear-loss.ts";
import { hasFusedKernels } from "./engine.ts";
import {
  fusedLinearCopyCrossEntropy,
  fusedLinearCrossEntropy,
  fusedLinearSquaredError,
} from "./fused/linear-loss.ts";
import type {
  LinearCopyCrossEntropyOptions,
  LinearCrossEntropyOptions,
  LinearLossOptions,
  LinearSquaredErrorOptions,
} from "./linear-loss-options.ts";
import { checkShape } from "./shapes.ts";
import type { tf } from "./tf.ts";

/**
 * Weighted sum of the softmax cross-entropies of `input * kernel + bias`, in nats.
 *
 * ```
 * z = input * kernel + bias      loss = sum_r weights_r * (log sum_k exp(z_rk) - z_r,label(r))
 * ```
 *
 * Labels must be below the number of classes where the weight is not 0. The fused engine says so;
 * elsewhere a larger one counts as the last class.
 *
 * @returns A scalar >= 0: the sum, not the mean, so that batches of unequal size add up.
 * @throws {RangeError} If a shape does not fit, or `labelSmoothing` is outside [0, 1].
 *
 * @example
 * ```ts
 * import { linearCrossEntropy, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const loss = linearCrossEntropy({
 *     input: tf.ones([2, 3]),
 *     kernel: tf.zeros([3, 4]),
 *     labels: tf.tensor1d([0, 3], "int32"),
 *     weights: tf.tensor1d([1, 0]),
 *   });
 *   assert.closeTo(loss.dataSync()[0] ?? 0, Math.log(4), 1e-6);
 * });
 * ```
 */
export function linearCrossEntropy(options: LinearCrossEntropyOptions): tf.Scalar {
  const { labels, labelSmoothing = 0 } = options;
  const rows = checkLayer("linear cross-entropy", options);
  checkShape("linear cross-entropy", {
    labels: [labels.size === rows ? undefined : labels, [rows]],
  });
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new RangeError(
      `Cannot run linear cross-entropy: labelSmoothing must be in [0, 1], got ${labelSmoothing}`,
    );
  }
  return hasFusedKernels() ? fusedLinearCrossEntropy(options) : composedLinearCrossEntropy(options);
}

/**
 * Weighted sum of the negative log-probabilities of words that are written or copied, in nats: the pointer-generator's loss.
 *
 * ```
 * p_gen = sigmoid(gate)
 * p = p_gen * softmax(input * kernel + bias)_label + (1 - p_gen) * (sum of attention_i: copyIds_i = label)
 * loss = sum_r -weights_r * log max(p_r, 1e-20)
 * ```
 *
 * Source: See et al. 2017, https://arxiv.org/abs/1704.04368, eq. 8 and 9.
 *
 * @returns A scalar >= 0: the sum, not the mean. A word that cannot be written has no gradient.
 * @throws {RangeError} If a shape does not fit.
 */
export function linearCopyCrossEntropy(options: LinearCopyCrossEntropyOptions): tf.Scalar {
  const { labels, gate, attention, copyIds } = options;
  const operation = "linear cross-entropy with copies";
  const rows = checkLayer(operation, options);
  const [sources, length] = copyIds.shape;
  const ofRows = (tensor: tf.Tensor): readonly [tf.Tensor | undefined, readonly number[]] => [
    tensor.size === rows ? undefined : tensor,
    [rows],
  ];
  checkShape(operation, {
    labels: ofRows(labels),
    gate: ofRows(gate),
    attention: [attention.size === rows * length ? undefined : attention, [rows, length]],
    copyIds: [rows % sources === 0 ? undefined : copyIds, [rows, length]],
  });
  return hasFusedKernels()
    ? fusedLinearCopyCrossEntropy(options)
    : composedLinearCopyCrossEntropy(options);
}

/**
 * Weighted sum over the rows of the squared differences of `input * kernel + bias` from the targets.
 *
 * @returns A scalar >= 0: the sum, not the mean.
 * @throws {RangeError} If a shape does not fit.
 *
 * @example
 * ```ts
 * import { linearSquaredError, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const loss = linearSquaredError({
 *     input: tf.ones([2, 3]),
 *     kernel: tf.ones([3, 1]),
 *     targets: tf.tensor2d([[3], [5]]),
 *   });
 *   assert.equal(loss.dataSync()[0], 4);
 * });
 * ```
 */
export function linearSquaredError(options: LinearSquaredErrorOptions): tf.Scalar {
  const { kernel, targets } = options;
  const size = checkLayer("linear squared error", options) * kernel.shape[1];
  checkShape("linear squared error", {
    targets: [targets.size === size ? undefined : targets, [size]],
  });
  return hasFusedKernels() ? fusedLinearSquaredError(options) : composedLinearSquaredError(options);
}

/** Checks what every layer takes; returns the number of rows. */
function checkLayer(operation: string, options: LinearLossOptions): number {
  const { input, kernel, bias, weights } = options;
  const [features, outputs] = kernel.shape;
  const rows = input.size / features;
  checkShape(operation, {
    input: [
      input.shape.at(-1) === features ? undefined : input,
      [...input.shape.slice(0, -1), features],
    ],
    bias: [bias, [outputs]],
    weights: [weights?.size === rows ? undefined : weights, [rows]],
  });
  return rows;
}
