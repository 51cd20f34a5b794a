/** What the composed recurrent layers share: the walk over the steps. */
import type { GateActivation } from "../recurrent-options.ts";
import { tf } from "../tf.ts";

/** Options of {@link walk}. */
export interface WalkOptions<State extends readonly tf.Tensor2D[]> {
  readonly initialStates: State;
  /** 1 for a real step, 0 for one that carries the states over, `[batch, steps]`. */
  readonly mask?: tf.Tensor2D | undefined;
  /** From the last step to the first; outputs stay at the step of their input. */
  readonly reverse?: boolean | undefined;
  /** The states after a step; the first is the output. */
  readonly step: (input: tf.Tensor2D, states: State) => State;
}

/**
 * Runs a step function over a sequence.
 *
 * @param inputs One tensor a step, in order.
 * @returns Outputs `[batch, steps, units]` and the last states.
 */
export function walk<State extends readonly tf.Tensor2D[]>(
  inputs: readonly tf.Tensor2D[],
  options: WalkOptions<State>,
): { readonly outputs: tf.Tensor3D; readonly states: State } {
  const masks = options.mask && unstackSteps(tf.cast(tf.expandDims(options.mask, 2), "bool"));
  const outputs: tf.Tensor2D[] = [];
  let states = options.initialStates;
  for (let count = 0; count < inputs.length; count++) {
    const step = options.reverse ? inputs.length - 1 - count : count;
    const next = options.step(inputs[step] as tf.Tensor2D, states);
    const isReal = masks?.[step]; // [batch, 1]
    states = isReal ? carryOver(isReal, next, states) : next;
    outputs[step] = states[0] as tf.Tensor2D;
  }
  return { outputs: tf.stack(outputs, 1) as tf.Tensor3D, states };
}

/** How a gate opens. */
export function openGate(x: tf.Tensor, activation: GateActivation = "sigmoid"): tf.Tensor2D {
  return activation === "sigmoid"
    ? tf.sigmoid(x as tf.Tensor2D)
    : tf.clipByValue(tf.add(tf.mul(x as tf.Tensor2D, 0.2), 0.5) as tf.Tensor2D, 0, 1);
}

/** `[batch, steps, features]` to `[batch, features]` of each step. */
function unstackSteps(tensor: tf.Tensor): tf.Tensor2D[] {
  // The gradient of tf.unstack fails when it returns a single tensor.
  return tensor.shape[1] === 1
    ? [tf.squeeze(tensor, [1])]
    : (tf.unstack(tensor, 1) as tf.Tensor2D[]);
}

/** Options of {@link projectSteps}. */
interface ProjectStepsOptions {
  /** `[batch, steps, features]`, `[batch, features]` for `repeat` steps, or a table `[rows, features]` with `ids`. */
  readonly input: tf.Tensor;
  readonly kernel: tf.Tensor2D;
  readonly repeat?: number | undefined;
  readonly ids?: tf.Tensor2D | undefined;
}

/**
 * The input's share of the gates at every step, as one product: `[batch, gates]` of each step.
 *
 * @param finish What follows the product, row by row: for all steps at once.
 */
export function projectSteps(
  { input, kernel, repeat = 0, ids }: ProjectStepsOptions,
  finish: (projected: tf.Tensor2D) => tf.Tensor2D = (projected) => projected,
): tf.Tensor2D[] {
  const project = (rows: tf.Tensor): tf.Tensor2D => finish(tf.matMul(rows as tf.Tensor2D, kernel));
  if (ids) return unstackSteps(tf.gather(project(input), ids));
  if (repeat > 0) {
    const projected = project(input);
    return Array.from({ length: repeat }, () => projected);
  }
  const [batch, steps, features] = input.shape as [number, number, number];
  const flat = project(tf.reshape(input, [batch * steps, features]));
  return unstackSteps(tf.reshape(flat, [batch, steps, kernel.shape[1]]));
}

function carryOver<State extends readonly tf.Tensor2D[]>(
  isReal: tf.Tensor2D,
  next: State,
  states: State,
): State {
  return next.map((state, index) =>
    tf.where(isReal, state, states[index] as tf.Tensor2D),
  ) as unknown as State;
}
