/** LSTM over a whole sequence, composed of TensorFlow.js ops. */
import type { LstmOptions, LstmResult } from "../recurrent-options.ts";
import { tf } from "../tf.ts";
import { openGate, projectSteps, walk } from "./steps.ts";

/** The same mathematics as the fused kernel. */
export function composedLstm(options: LstmOptions): LstmResult {
  const { recurrentKernel, bias, recurrentDropout, mask, reverse } = options;
  const inputs = projectSteps(options, (projected) => (bias ? tf.add(projected, bias) : projected));
  const [batch = 0] = (inputs[0] as tf.Tensor2D).shape;
  const zeros = (): tf.Tensor2D => tf.zeros([batch, recurrentKernel.shape[0]]);

  const open = (x: tf.Tensor) => openGate(x, options.recurrentActivation);
  const { outputs, states } = walk(inputs, {
    initialStates: [options.initialHidden ?? zeros(), options.initialCell ?? zeros()] as const,
    mask,
    reverse,
    step: (fromInput, [hidden, cell]) => {
      const kept = recurrentDropout ? tf.mul(hidden, recurrentDropout) : hidden;
      const gates = tf.add(fromInput, tf.matMul(kept as tf.Tensor2D, recurrentKernel)); // [batch, 4 * units]
      const [i, f, g, o] = tf.split(gates, 4, 1) as [Gate, Gate, Gate, Gate];
      const nextCell: tf.Tensor2D = tf.add(tf.mul(open(f), cell), tf.mul(open(i), tf.tanh(g)));
      const nextHidden: tf.Tensor2D = tf.mul(open(o), tf.tanh(nextCell));
      return [nextHidden, nextCell] as const;
    },
  });
  return { outputs, hidden: states[0], cell: states[1] };
}

type Gate = tf.Tensor2D;
