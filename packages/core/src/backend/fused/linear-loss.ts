/** A linear layer and its loss in one native call: the layer's outputs exist for some rows at a time only. */

import type {
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
  const attributes = { label_smoothing: { float: options.labelSmoothing ?? 0 } };
  return linearLoss("EncdecLinearCrossEntropy", options, options.labels, attributes);
}

/**
 * Sum over the rows of weight × sum of squared differences from the targets.
 *
 * @throws {Error} If a shape does not fit: "Cannot run EncdecLinearSquaredError: ...".
 */
export function fusedLinearSquaredError(options: LinearSquaredErrorOptions): tf.Scalar {
  return linearLoss("EncdecLinearSquaredError", options, options.targets, {});
}

function linearLoss(
  operation: string,
  { input, kernel, bias, weights, precision }: LinearLossOptions,
  targets: tf.Tensor,
  attributes: Record<string, FloatAttribute>,
): tf.Scalar {
  const recording = isRecording();
  const [loss, ...gradients] = callNative({
    operation,
    attributes: {
      ...attributes,
      want_gradients: recording,
      mixed_precision: precision === "mixed-bfloat16",
    },
    inputs: [input, kernel, bias, targets, weights],
    outputCount: 4,
  }) as [tf.Scalar, tf.Tensor, tf.Tensor, tf.Tensor];
  if (!recording) {
    for (const gradient of gradients) gradient.dispose();
    return loss;
  }
  record({
    name: operation,
    inputs: { input, kernel, bias },
    outputs: [loss],
    saved: gradients,
    gradient: ([lossGradient]) => {
      const [ofInput, ofKernel, ofBias] = callNative({
        operation: "EncdecScale",
        attributes: { count: gradients.length },
        inputs: [lossGradient, ...gradients],
        outputCount: gradients.length,
      });
      return { input: ofInput, kernel: ofKernel, bias: ofBias };
    },
  });
  return loss;
}
