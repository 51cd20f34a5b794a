/** Teaches a model a few examples by heart. */
import { optimizerStep } from "../src/backend/optimizer-step.ts";
import { tf } from "../src/backend/tf.ts";

/** What is learnt, and for how long. */
export interface LearnOptions {
  readonly variables: readonly tf.Variable[];
  readonly loss: () => tf.Scalar;
  /** Stops as soon as the loss is below. */
  readonly below: number;
  /** Most steps of Adam. */
  readonly steps: number;
  /** At first; half of it after 100 steps. @default 0.06 */
  readonly learningRate?: number;
}

/** Returns the last loss. */
export function learn(options: LearnOptions): number {
  const { variables, loss, below, steps, learningRate: first = 0.06 } = options;
  const slots = [0, 1].map(() =>
    variables.map((weight) => tf.tidy(() => tf.variable(tf.zerosLike(weight)))),
  );
  let last = Number.POSITIVE_INFINITY;
  for (let step = 1; step <= steps && last >= below; step++) {
    const learningRate = first / (1 + step / 100);
    last = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss, [...variables]);
      const gradients = variables.map(({ name }) => grads[name] as tf.Tensor);
      optimizerStep({ rule: "adam", variables, gradients, slots, learningRate, step, clipNorm: 5 });
      return value.dataSync()[0] ?? Number.NaN;
    });
  }
  tf.dispose(slots);
  return last;
}
