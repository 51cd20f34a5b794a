/** What the drop-in layers do around the one call that runs a whole sequence. */
import type { GateActivation } from "../backend/recurrent-options.ts";
import { tf } from "../backend/tf-layers.ts";

/** A recurrent layer of tf.layers. */
export type RecurrentLayer = ReturnType<typeof tf.layers.lstm> | ReturnType<typeof tf.layers.gru>;

type RecurrentCell = ReturnType<typeof tf.layers.lstmCell> | ReturnType<typeof tf.layers.gruCell>;

/** What a layer is called with besides its input. */
export interface CallOptions {
  readonly mask?: tf.Tensor | null;
  readonly training?: boolean | null;
  readonly initialState?: readonly tf.Tensor[] | null;
}

/** A call that one operation can run. */
export interface SequenceCall {
  readonly cell: RecurrentCell;
  readonly input: tf.Tensor3D;
  /** `[batch, steps]`. */
  readonly mask: tf.Tensor2D | undefined;
  /** `[batch, units]` each; empty: zeros. */
  readonly initialStates: readonly tf.Tensor2D[];
  readonly training: boolean;
}

/** What the operations of both kinds of layers take. */
export interface SequenceOptions {
  readonly input: tf.Tensor3D;
  readonly kernel: tf.Tensor2D;
  readonly recurrentKernel: tf.Tensor2D;
  readonly bias: tf.Tensor1D | undefined;
  readonly mask: tf.Tensor2D | undefined;
  readonly recurrentActivation: GateActivation;
  readonly recurrentDropout: tf.Tensor2D | undefined;
  readonly reverse: boolean;
}

const GATES: readonly GateActivation[] = ["sigmoid", "hardSigmoid"];

/** `undefined` for what tf.layers computes in another way, or refuses. */
export function readCall(
  layer: RecurrentLayer,
  inputs: tf.Tensor | readonly tf.Tensor[],
  { mask, training, initialState }: CallOptions = {},
): SequenceCall | undefined {
  const cell = layer.cell as RecurrentCell;
  const [input, ...others] = "shape" in inputs ? [inputs] : inputs;
  if (!input || others.length > 0 || input.rank !== 3 || input.size === 0) return undefined;

  const [batch, steps] = input.shape;
  const states = initialState ?? (layer.stateful ? layer.states : []);
  const isFused =
    cell.activation.getClassName() === "tanh" &&
    GATES.includes(cell.recurrentActivation.getClassName() as GateActivation) &&
    (mask == null || mask.shape.join() === `${batch},${steps}`) &&
    (states.length === 0 || states.length === layer.states.length) &&
    states.every(({ shape }) => shape.join() === `${batch},${cell.units}`);
  if (!isFused) return undefined;
  return {
    cell,
    input: input as tf.Tensor3D,
    mask: (mask ?? undefined) as tf.Tensor2D | undefined,
    initialStates: states as readonly tf.Tensor2D[],
    training: training ?? false,
  };
}

/** Runs a call and returns what the layer is asked to return. */
export function runCall(
  layer: RecurrentLayer,
  call: SequenceCall,
  run: (
    options: SequenceOptions,
    initialStates: readonly tf.Tensor2D[],
  ) => { outputs: tf.Tensor; states: [hidden: tf.Tensor, ...others: tf.Tensor[]] },
): tf.Tensor | tf.Tensor[] {
  return tf.tidy(() => {
    const { outputs, states } = run(sequenceOptions(layer, call), call.initialStates.map(toFloat));
    if (layer.stateful) layer.resetStates(states, call.training);
    const [hidden] = states;
    // Backwards, tf.layers returns the steps in the order in which it has walked them.
    const sequence = () => (layer.goBackwards ? tf.reverse(outputs, 1) : outputs);
    const output = layer.returnSequences ? sequence() : hidden;
    return layer.returnState ? [output, ...states] : output;
  });
}

function sequenceOptions(layer: RecurrentLayer, call: SequenceCall): SequenceOptions {
  const { cell, mask, training } = call;
  const [batch, , features] = call.input.shape;
  const drop = (rate: number, size: number) =>
    training && rate > 0 && rate < 1 ? dropoutMask(cell, rate, [batch, size]) : undefined;
  // One mask for all steps of a sequence; tf.layers draws one for each gate and uses the first.
  const inputDropout = drop(cell.dropout, features);
  const input = toFloat(call.input);
  return {
    input: inputDropout ? tf.mul(input, tf.expandDims(inputDropout, 1)) : input,
    kernel: cell.kernel.read() as tf.Tensor2D,
    recurrentKernel: cell.recurrentKernel.read() as tf.Tensor2D,
    bias: cell.useBias ? (cell.bias.read() as tf.Tensor1D) : undefined,
    mask: mask && toFloat(tf.cast(mask, "bool")),
    recurrentActivation: cell.recurrentActivation.getClassName() as GateActivation,
    recurrentDropout: drop(cell.recurrentDropout, cell.units),
    reverse: layer.goBackwards,
  };
}

function dropoutMask(cell: RecurrentCell, rate: number, shape: [number, number]): tf.Tensor2D {
  const ones: tf.Tensor2D = tf.ones(shape);
  // tf.layers declares it without its arguments.
  return cell.dropoutFunc ? cell.dropoutFunc(ones, rate) : (tf.dropout(ones, rate) as tf.Tensor2D);
}

function toFloat<T extends tf.Tensor>(tensor: T): T {
  return tensor.dtype === "float32" ? tensor : tf.cast(tensor, "float32");
}
