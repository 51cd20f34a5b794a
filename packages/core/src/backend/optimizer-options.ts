/** Arguments of one optimizer step, whatever runs it. */
import type { tf } from "./tf.ts";

/** How an optimizer moves the weights. */
export type OptimizerRule = "sgd" | "rmsprop" | "adam" | "adamw" | "adagrad";

/** Arguments of `optimizerStep`. */
export interface OptimizerStepOptions {
  readonly rule: OptimizerRule;
  /** The weights, changed in place. */
  readonly variables: readonly tf.Variable[];
  /** One for each variable, of its shape. */
  readonly gradients: readonly tf.Tensor[];
  /**
   * What the rule remembers, each list one variable for each of `variables`: none for plain sgd, one
   * for sgd with momentum, adagrad and rmsprop, two for rmsprop with momentum, adam and adamw. They
   * start at zero (adagrad: at its initial sum).
   */
  readonly slots: readonly (readonly tf.Variable[])[];
  readonly learningRate: number;
  /** Number of this step, from 1, for the bias correction of adam and adamw. @default 1 */
  readonly step?: number | undefined;
  /** Adam's beta 1, the momentum of sgd, the decay of rmsprop. @default 0.9 */
  readonly decay?: number | undefined;
  /** Adam's beta 2, the momentum of rmsprop. @default 0.999 for adam and adamw, else 0 */
  readonly secondDecay?: number | undefined;
  /** @default 1e-7 */
  readonly epsilon?: number | undefined;
  /** Decoupled, adamw only (Loshchilov and Hutter 2019). @default 0 */
  readonly weightDecay?: number | undefined;
  /** Gradients of a larger global norm are scaled down to it (Pascanu et al. 2013). @default 0: no clipping */
  readonly clipNorm?: number | undefined;
}
