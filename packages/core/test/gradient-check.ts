/** Compares gradients with finite differences of the loss. */
import { tf } from "../src/backend/tf.ts";
import type { Random } from "../src/data/random.ts";
import { normal } from "./compare.ts";

/** What {@link gradientErrors} checks. */
export interface GradientCheck {
  /** Weights by name. */
  readonly variables: readonly tf.Variable[];
  /** The same at every call: dropout needs its seeds anew. */
  readonly loss: () => tf.Scalar;
  readonly random: Random;
  /** Random directions for each variable. @default 1 */
  readonly directions?: number;
  /** Lengths of steps along a direction, of which the best counts: long ones bend, short ones round. @default [0.03, 0.006, 0.001] */
  readonly stepLengths?: readonly number[];
  /** What errors must be below: no further length is tried for one that is. @default 0.01 */
  readonly below?: number;
}

/**
 * Largest error of any variable's gradient along random directions, as a share of the slope that directions have on average.
 *
 * ```
 * slope = (8 (L(h) - L(-h)) - (L(2h) - L(-2h))) / 12 h      error of order h^4
 * ```
 */
export function gradientErrors(check: GradientCheck): {
  readonly worst: number;
  readonly variable: string;
} {
  const { variables, loss, random, directions = 1, below = 0.01 } = check;
  const { stepLengths = [0.03, 0.006, 0.001] } = check;
  return tf.tidy(() => {
    const { grads } = tf.variableGrads(loss, [...variables]);
    let [worst, worstVariable] = [0, "none"];
    for (const variable of variables) {
      const gradient = grads[variable.name] ?? tf.zerosLike(variable);
      const typicalSlope = number(tf.norm(gradient)) / Math.sqrt(variable.size) + 1e-3;
      for (let count = 0; count < directions; count++) {
        const drawn = normal(random, variable.shape);
        const direction = tf.div(drawn, tf.norm(drawn));
        const claimed = number(tf.sum(tf.mul(gradient, direction)));
        let error = Number.POSITIVE_INFINITY;
        for (const length of stepLengths) {
          const difference = slopeAlong(variable, direction, loss, length) - claimed;
          error = Math.min(error, Math.abs(difference) / typicalSlope);
          if (error < below) break;
        }
        if (!(error <= worst)) [worst, worstVariable] = [error, variable.name];
      }
    }
    return { worst, variable: worstVariable };
  });
}

function slopeAlong(
  variable: tf.Variable,
  direction: tf.Tensor,
  loss: () => tf.Scalar,
  length: number,
): number {
  return tf.tidy(() => {
    const start = tf.clone(variable);
    const lossAt = (steps: number): number => {
      variable.assign(tf.add(start, tf.mul(direction, steps * length)));
      return number(loss());
    };
    const [near, far] = [lossAt(1) - lossAt(-1), lossAt(2) - lossAt(-2)];
    variable.assign(start);
    return (8 * near - far) / (12 * length);
  });
}

function number(tensor: tf.Tensor): number {
  return tensor.dataSync()[0] ?? Number.NaN;
}
