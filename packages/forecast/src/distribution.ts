/** What the model says of each value: parameters of a distribution, their loss, and their quantiles. */
import { gaussianLoss, quantileLoss, regressionLoss, studentTLoss, tf } from "@encdec/core";
import type { ForecastConfig } from "./config.ts";
import { normalQuantile, studentTQuantile } from "./normal-quantile.ts";

type Settings = ForecastConfig["distribution"];

/** Least deviation, so that no likelihood grows without end. */
const LEAST_DEVIATION = 1e-3;
/** With fewer degrees of freedom there is no variance. */
const LEAST_DEGREES = 2.01;

/** Numbers that the model writes of each value. */
export function parameterCount({ kind, quantiles }: Settings): number {
  return { point: 1, gaussian: 2, studentT: 3, quantiles: quantiles.length }[kind];
}

/** Place of the number that stands for the value itself: mean, middle or the quantile nearest the median. */
export function middlePlace({ kind, quantiles }: Settings): number {
  if (kind !== "quantiles") return 0;
  const distances = quantiles.map((quantile) => Math.abs(quantile - 0.5));
  return distances.indexOf(Math.min(...distances));
}

/**
 * Turns what the model writes, `[..., parameters]`, into parameters: middle, deviation or scale, degrees; or quantiles.
 *
 * @param shift Added to the middle, or to all quantiles: `[..., 1]`.
 * @param center Undoes the normalisation of the window, with `deviation`: `[..., 1]` each.
 */
export function parametersOf(
  settings: Settings,
  written: tf.Tensor,
  window: {
    readonly shift?: tf.Tensor | undefined;
    readonly center: tf.Tensor;
    readonly deviation: tf.Tensor;
  },
): tf.Tensor {
  const { shift, center, deviation } = window;
  const values = (raw: tf.Tensor): tf.Tensor =>
    tf.add(tf.mul(shift ? tf.add(raw, shift) : raw, deviation), center);
  if (settings.kind === "point" || settings.kind === "quantiles") return values(written);
  const [middle, width, degrees] = tf.split(written, written.shape.at(-1) ?? 1, -1);
  const positive = (raw: tf.Tensor | undefined, least: number): tf.Tensor =>
    tf.add(tf.softplus(raw as tf.Tensor), least);
  const parts = [
    values(middle as tf.Tensor),
    tf.mul(positive(width, LEAST_DEVIATION), deviation),
    ...(settings.kind === "studentT" ? [positive(degrees, LEAST_DEGREES)] : []),
  ];
  return tf.concat(parts, -1);
}

/** One of the parameters `[..., parameters]`, `[...]`. */
export function parameterAt(parameters: tf.Tensor, place: number): tf.Tensor {
  const axis = parameters.rank - 1;
  // Where there is one only, nothing needs to be copied.
  const alone = parameters.shape[axis] === 1 ? parameters : tf.gather(parameters, [place], axis);
  return tf.squeeze(alone, [axis]);
}

/** Sum of the losses of targets `[...]` under parameters `[..., parameters]`. */
export function distributionLoss(
  settings: Settings,
  parameters: tf.Tensor,
  known: { readonly targets: tf.Tensor; readonly weights?: tf.Tensor | undefined },
): tf.Scalar {
  const { kind, error, quantiles } = settings;
  if (kind === "quantiles") return quantileLoss({ ...known, quantiles, values: parameters });
  const part = (place: number): tf.Tensor => parameterAt(parameters, place);
  switch (kind) {
    case "point":
      return regressionLoss({ ...known, values: part(0), error });
    case "gaussian":
      return gaussianLoss({ ...known, mean: part(0), deviation: part(1) });
    case "studentT":
      return studentTLoss({ ...known, location: part(0), scale: part(1), degrees: part(2) });
  }
}

/** The value that a share of a distribution lies below; its parameters begin at `first`. */
export type QuantileFunction = (parameters: Float32Array, first: number, share: number) => number;

/**
 * The quantiles of a distribution; those of a point are of a normal one of deviation 1, until they are calibrated.
 *
 * Between the quantiles that the model forecasts, and beyond them, those of a normal distribution are drawn through.
 */
export function quantileFunction(settings: Settings): QuantileFunction {
  switch (settings.kind) {
    case "point":
      return (parameters, first, share) => (parameters[first] as number) + normalQuantile(share);
    case "gaussian":
      return (parameters, first, share) =>
        (parameters[first] as number) +
        (parameters[first + 1] as number) * (share === 0.5 ? 0 : normalQuantile(share));
    case "studentT":
      return (parameters, first, share) =>
        (parameters[first] as number) +
        (parameters[first + 1] as number) *
          studentTQuantile(share, parameters[first + 2] as number);
    case "quantiles":
      return betweenQuantiles(settings.quantiles);
  }
}

function betweenQuantiles(quantiles: readonly number[]): QuantileFunction {
  const places = quantiles.map(normalQuantile);
  return (parameters, first, share) => {
    // Quantiles may cross: in order they are at least as good (Chernozhukov et al. 2010).
    const values = parameters.slice(first, first + quantiles.length).sort();
    if (values.length === 1) return values[0] as number;
    const place = normalQuantile(share);
    let above = 1;
    while (above < places.length - 1 && (places[above] as number) < place) above++;
    const [left, right] = [places[above - 1] as number, places[above] as number];
    const [low, high] = [values[above - 1] as number, values[above] as number];
    return low + ((high - low) * (place - left)) / (right - left);
  };
}
