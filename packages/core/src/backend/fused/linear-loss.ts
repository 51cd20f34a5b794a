/** A linear layer and its loss in one native call: the layer's outputs exist for some rows at a time only. */

import type {
  LinearCopyCrossEntropyOptions,
  LinearCrossEntropyOptions,
  LinearLossOptions,
  LinearSquaredErrorOptions,
} from "../linear-loss-options.ts";
import type { tf } from "../tf.ts";
import { callNative, type FloatAttribute } from "./native.ts";
import { isRecording, record } from "./tape.ts";

/**
 * Sum over the rows of weight × softmax cross-entropy; no tensor of `[rows, vocabulary]` ever exists.
 *
 * The gradients are made with the loss and multiplied by the loss's own: weights that already hold 1 / their sum give the mean
 * without that pass.
 *
 * @throws {Error} If a shape does not fit or a label is not in the vocabulary: "Cannot run EncdecLinearCrossEntropy: ...".
 */
export function fusedLinearCrossEntropy(options: LinearCrossEntropyOptions): tf.Scalar {
  return linearLoss("EncdecLinearCrossEntropy", options, {
    targets: options.labels,
    attributes: { label_smoothing: { float: options.labelSmoothing ?? 0 } },
  });
}

/**
 * Sum over the rows of weight × negative log-probability of a word that is written or copied; rows that can only copy cost no
 * product.
 *
 * @throws {Error} If a shape does not fit or a label is negative: "Cannot run EncdecLinearCopyCrossEntropy: ...".
 */
export function fusedLinearCopyCrossEntropy(options: LinearCopyCrossEntropyOptions): tf.Scalar {
  const { labels, gate, attention, copyIds } = options;
  return linearLoss("EncdecLinearCopyCrossEntropy", options, {
    targets: labels,
    mixed: { gate, attention },
    copyIds,
  });
}

/**
 * Sum over the rows of weight × sum of squared differences from the targets.
 *
 * @throws {Error} If a shape does not fit: "Cannot run EncdecLinearSquaredError: ...".
 */
export function fusedLinearSquaredError(options: LinearSquaredErrorOptions): tf.Scalar {
  return linearLoss("EncdecLinearSquaredError", options, { targets: options.targets });
}

/** What one loss has that the others do not. */
interface LossInputs {
  readonly targets: tf.Tensor;
  readonly attributes?: Readonly<Record<string, FloatAttribute>>;
  /** Inputs beside the layer's that have gradients, in the operation's order. */
  readonly mixed?: Readonly<Record<string, tf.Tensor>>;
  readonly copyIds?: tf.Tensor;
}

function linearLoss(
  operation: string,
  { input, kernel, bias, weights, precision }: LinearLossOptions,
  { targets, attributes, mixed = {}, copyIds }: LossInputs,
): tf.Scalar {
  const recording = isRecording();
  const differentiable = { input, kernel, bias, ...mixed };
  const names = Object.keys(differentiable);
  const [loss, ...gradients] = callNative({
    operation,
    attributes: {
      ...attributes,
      want_gradients: recording,
      mixed_precision: precision === "mixed-bfloat16",
    },
    inputs: [
      ...[input, kernel, bias, targets, weights],
      ...Object.values(mixed),
      ...(copyIds ? [copyIds] : []),
    ],
    outputCount: 1 + names.length,
  }) as [tf.Scalar, ...tf.Tensor[]];
  if (!recording) {
    for (const gradient of gradients) gradient.dispose();
    return loss;
  }
  record({
    name: operation,
    inputs: differentiable,
    outputs: [loss],
    saved: gradients,
    gradient: ([lossGradient]) => {
      const scaled = callNative({
        operation: "EncdecScale",
        attributes: { count: gradients.length },
        inputs: [lossGradient, ...gradients],
        outputCount: gradients.length,
      });
      return Object.fromEntries(names.map((name, index) => [name, scaled[index]]));
    },
  });
  return loss;
}
