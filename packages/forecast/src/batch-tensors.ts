/** Windows as tensors. */
import { tf } from "@encdec/core";
import type { FeatureSizes, WindowNumbers } from "./window-rows.ts";

/**
 * What the model reads, and what it is taught with. A row is a window with its `variables`, all targets; with channel
 * independence it is one target of a window.
 */
export interface WindowTensors {
  /** `[rows, steps, variables]`. */
  readonly past: tf.Tensor3D;
  /** What is read beside one target, whichever that is: `[batch, steps, covariates]`. */
  readonly covariates: tf.Tensor3D;
  /** 1 where a past value is known, `[rows, steps, variables]`; where values may be missing. */
  readonly known?: tf.Tensor3D;
  /** `[batch, horizon, future]`. */
  readonly future: tf.Tensor3D;
  /** What was taken out of each row, `[rows, 1, variables, 1]` each. */
  readonly center: tf.Tensor4D;
  readonly deviation: tf.Tensor4D;
  /** `[rows, horizon, variables]`. */
  readonly targets: tf.Tensor3D;
  /** 0 where a target is missing, of their shape; where one is. */
  readonly weights?: tf.Tensor3D;
}

/** Copies windows into tensors. */
export function windowTensors(
  numbers: WindowNumbers,
  sizes: FeatureSizes,
  steps: { readonly read: number; readonly horizon: number },
): WindowTensors {
  const { count, rows, variables } = numbers;
  const ofRows = (values: Float32Array, length: number): tf.Tensor3D =>
    tf.tensor3d(values, [rows, length, variables]);
  const ofWindows = (values: Float32Array, length: number, features: number): tf.Tensor3D =>
    tf.tensor3d(values, [count, length, features]);
  const statistics = (values: Float32Array): tf.Tensor4D =>
    tf.tensor4d(values, [rows, 1, variables, 1]);
  return {
    past: ofRows(numbers.past, steps.read),
    covariates: ofWindows(numbers.covariates, steps.read, sizes.covariates),
    ...(numbers.known && { known: ofRows(numbers.known, steps.read) }),
    future: ofWindows(numbers.future, steps.horizon, sizes.future),
    center: statistics(numbers.centers),
    deviation: statistics(numbers.deviations),
    targets: ofRows(numbers.targets, steps.horizon),
    ...(numbers.weights.includes(0) && { weights: ofRows(numbers.weights, steps.horizon) }),
  };
}
