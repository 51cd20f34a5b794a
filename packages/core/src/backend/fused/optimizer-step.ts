/** One optimizer step over all variables in place: clipping by the global norm, finite check and update in one native call. */

import type { OptimizerStepOptions } from "../optimizer-options.ts";
import { tf } from "../tf.ts";
import { callNative, nativeBackend } from "./native.ts";

/**
 * Updates variables and slots in place.
 *
 * @returns `[gradientNorm, applied]`: the global norm before clipping, and 1, or 0 if a gradient is not finite; then nothing has
 * changed. Dispose it; reading it waits for the step.
 * @throws {Error} If sizes do not fit: "Cannot run EncdecOptimizerStep: ...".
 */
export function fusedOptimizerStep(options: OptimizerStepOptions): tf.Tensor1D {
  const { rule, variables, gradients, slots, learningRate, step = 1, decay = 0.9 } = options;
  const adaptive = rule === "adam" || rule === "adamw";
  const secondDecay = options.secondDecay ?? (adaptive ? 0.999 : 0);
  const correction = (rate: number) => (adaptive ? 1 - rate ** step : 1);
  const memory = slots.flat();
  for (const variable of variables) own(variable);
  for (const variable of memory) own(variable);
  const settings = tf.tensor1d([
    learningRate,
    decay,
    secondDecay,
    options.epsilon ?? 1e-7,
    options.weightDecay ?? 0,
    correction(decay),
    correction(secondDecay),
    options.clipNorm ?? 0,
  ]);
  const [report] = callNative({
    operation: "EncdecOptimizerStep",
    attributes: { rule, count: variables.length, slots: memory.length },
    inputs: [settings, ...variables, ...gradients, ...memory],
    outputCount: 1,
  }) as [tf.Tensor1D];
  settings.dispose();
  return report;
}

const owned = new WeakSet<object>();

/** Gives a variable memory of its own: a copy made with `clone` must not change with it. */
function own(variable: tf.Variable): void {
  if (owned.has(variable.dataId) && nativeBackend().refCount(variable.dataId) === 1) return;
  const copy = tf.add(variable, 0);
  variable.assign(copy);
  copy.dispose();
  owned.add(variable.dataId);
}
