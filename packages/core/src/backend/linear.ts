/** A linear layer. */
import { composedLinear } from "./composed/linear.ts";
import { hasFusedKernels } from "./engine.ts";
import { fusedLinear } from "./fused/linear.ts";
import type { LinearOptions } from "./linear-loss-options.ts";
import { checkShape } from "./shapes.ts";
import type { tf } from "./tf.ts";

/**
 * `input * kernel + bias` over the last axis.
 *
 * @returns `[..., outputs]`.
 * @throws {RangeError} If a shape does not fit.
 *
 * @example
 * ```ts
 * import { linear, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const outputs = linear({ input: tf.ones([2, 5, 3]), kernel: tf.ones([3, 4]) });
 *   assert.deepEqual(outputs.shape, [2, 5, 4]);
 *   assert.equal(outputs.dataSync()[0], 3);
 * });
 * ```
 */
export function linear(options: LinearOptions): tf.Tensor {
  const { input, kernel, bias } = options;
  const [features, outputs] = kernel.shape;
  checkShape("linear layer", {
    input: [input, [...input.shape.slice(0, -1), features]],
    bias: [bias, [outputs]],
  });
  return hasFusedKernels() ? fusedLinear(options) : composedLinear(options);
}
