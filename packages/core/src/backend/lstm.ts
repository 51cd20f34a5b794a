/** LSTM over a whole sequence (Hochreiter and Schmidhuber 1997), composed of TensorFlow.js ops. */
import { tf } from "./tf.ts";

/** Weights, input and initial state of one LSTM layer. Gate order i, f, g, o, as in Keras. */
export interface LstmOptions {
  /** Inputs, `[batch, steps, features]`. */
  readonly input: tf.Tensor3D;
  /** Input weights, `[features, 4 * units]`. */
  readonly kernel: tf.Tensor2D;
  /** Recurrent weights, `[units, 4 * units]`. */
  readonly recurrentKernel: tf.Tensor2D;
  /** Bias, `[4 * units]`. */
  readonly bias: tf.Tensor1D;
  /** Hidden state before the first step, `[batch, units]`. @default zeros */
  readonly initialHidden?: tf.Tensor2D | undefined;
  /** Cell state before the first step, `[batch, units]`. @default zeros */
  readonly initialCell?: tf.Tensor2D | undefined;
  /** 1 for a real step, 0 for padding, `[batch, steps]`. @default every step is real */
  readonly mask?: tf.Tensor2D | undefined;
}

/** What an LSTM layer returns. */
export interface LstmResult {
  /** Hidden state after every step, `[batch, steps, units]`. */
  readonly outputs: tf.Tensor3D;
  /** Hidden state after the last step, `[batch, units]`. */
  readonly hidden: tf.Tensor2D;
  /** Cell state after the last step, `[batch, units]`. */
  readonly cell: tf.Tensor2D;
}

/**
 * Runs an LSTM layer over a batch of sequences; a padded step carries the state over.
 *
 * ```
 * i, f, o = sigmoid(x W + h R + b)    g = tanh(x W + h R + b)
 * c' = f * c + i * g                  h' = o * tanh(c')
 * ```
 *
 * Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.
 *
 * @throws {RangeError} If the shapes of the weights do not fit the input.
 *
 * @example
 * ```ts
 * import { loadEngine, lstm, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const { outputs, hidden } = lstm({
 *     input: tf.ones([2, 5, 3]),
 *     kernel: tf.ones([3, 16]),
 *     recurrentKernel: tf.ones([4, 16]),
 *     bias: tf.zeros([16]),
 *   });
 *   assert.deepEqual(outputs.shape, [2, 5, 4]);
 *   assert.deepEqual(hidden.shape, [2, 4]);
 * });
 * ```
 */
export function lstm(options: LstmOptions): LstmResult {
  const { input, kernel, recurrentKernel, bias, mask } = options;
  const [batch, steps, features] = input.shape;
  const units = recurrentKernel.shape[0];
  checkShapes(options);

  const zeros = (): tf.Tensor2D => tf.zeros([batch, units]);
  let hidden = options.initialHidden ?? zeros();
  let cell = options.initialCell ?? zeros();

  // The input's share of every gate at every step is one product: [batch * steps, 4 * units].
  const flat = tf.reshape(input, [batch * steps, features]);
  const fromInput: tf.Tensor3D = tf.reshape(tf.add(tf.matMul(flat, kernel), bias), [
    batch,
    steps,
    4 * units,
  ]);
  const inputSteps = unstackSteps(fromInput);
  const maskSteps = mask && unstackSteps(tf.cast(tf.expandDims<tf.Tensor3D>(mask, 2), "bool"));

  const outputs: tf.Tensor2D[] = [];
  for (const [step, fromInputStep] of inputSteps.entries()) {
    const gates = tf.add(fromInputStep, tf.matMul(hidden, recurrentKernel));
    const [i, f, g, o] = tf.split(gates, 4, 1) as [Gate, Gate, Gate, Gate];
    const nextCell: tf.Tensor2D = tf.add(
      tf.mul(tf.sigmoid(f), cell),
      tf.mul(tf.sigmoid(i), tf.tanh(g)),
    );
    const nextHidden: tf.Tensor2D = tf.mul(tf.sigmoid(o), tf.tanh(nextCell));
    const isReal = maskSteps?.[step]; // [batch, 1]
    cell = isReal ? tf.where(isReal, nextCell, cell) : nextCell;
    hidden = isReal ? tf.where(isReal, nextHidden, hidden) : nextHidden;
    outputs.push(hidden);
  }
  return { outputs: tf.stack(outputs, 1) as tf.Tensor3D, hidden, cell };
}

type Gate = tf.Tensor2D;

/** `[batch, steps, features]` to `[batch, features]` of each step. */
function unstackSteps(tensor: tf.Tensor3D): tf.Tensor2D[] {
  // The gradient of tf.unstack fails when it returns a single tensor.
  return tensor.shape[1] === 1
    ? [tf.squeeze<tf.Tensor2D>(tensor, [1])]
    : (tf.unstack(tensor, 1) as tf.Tensor2D[]);
}

function checkShapes(options: LstmOptions): void {
  const { input, kernel, recurrentKernel, bias, initialHidden, initialCell, mask } = options;
  const [batch, steps, features] = input.shape;
  const units = recurrentKernel.shape[0];
  check("kernel", kernel, [features, 4 * units]);
  check("recurrentKernel", recurrentKernel, [units, 4 * units]);
  check("bias", bias, [4 * units]);
  check("initialHidden", initialHidden, [batch, units]);
  check("initialCell", initialCell, [batch, units]);
  check("mask", mask, [batch, steps]);
}

function check(name: string, tensor: tf.Tensor | undefined, expected: readonly number[]): void {
  if (tensor && tensor.shape.join() !== expected.join()) {
    throw new RangeError(
      `Cannot run LSTM: ${name} must have shape [${expected.join(", ")}], got [${tensor.shape.join(", ")}]`,
    );
  }
}
