/** One step of an optimizer over all weights: clipping, finite check and update. */
import { composedOptimizerStep } from "./composed/optimizer-step.ts";
import { hasFusedKernels } from "./engine.ts";
import { fusedOptimizerStep } from "./fused/optimizer-step.ts";
import type { OptimizerStepOptions } from "./optimizer-options.ts";
import type { tf } from "./tf.ts";

/**
 * Updates variables and slots in place.
 *
 * ```
 * g = g * min(1, clipNorm / |g|)          over all variables together
 * sgd      m = decay m + g;  w -= lr m
 * adagrad  s = s + g^2;  w -= lr g / sqrt(s + epsilon)
 * rmsprop  s = decay s + (1 - decay) g^2;  m = secondDecay m + lr g / sqrt(s + epsilon);  w -= m
 * adam     as in Kingma and Ba 2015, algorithm 1;  adamw: w -= lr weightDecay w before
 * ```
 *
 * @returns `[gradientNorm, applied]`: the global norm before clipping, and 1, or 0 if a gradient is
 *   not finite; then nothing has changed. The caller disposes of it.
 *
 * @example
 * ```ts
 * import { loadEngine, optimizerStep, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const weight = tf.variable(tf.tensor1d([1, 1]));
 *   const gradients = [tf.tensor1d([3, 4])];
 *   const options = { rule: "sgd", variables: [weight], gradients, slots: [] } as const;
 *   const report = optimizerStep({ ...options, learningRate: 0.1, clipNorm: 1 });
 *   assert.deepEqual([...report.dataSync()], [5, 1]);
 *   assert.closeTo(weight.dataSync()[0] ?? 0, 1 - 0.1 * 0.6, 1e-6);
 *   weight.dispose();
 * });
 * ```
 */
export function optimizerStep(options: OptimizerStepOptions): tf.Tensor1D {
  return hasFusedKernels() ? fusedOptimizerStep(options) : composedOptimizerStep(options);
}
