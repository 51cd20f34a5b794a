/** Layer-normalised LSTM over a whole sequence, composed of TensorFlow.js ops. */
import type { LayerNormLstmOptions, LstmResult } from "../recurrent-options.ts";
import { tf } from "../tf.ts";
import { projectSteps, walk } from "./steps.ts";

const EPSILON = 1e-5;

/** The same mathematics as the fused kernel. */
export function composedLayerNormLstm(options: LayerNormLstmOptions): LstmResult {
  const { input, recurrentKernel, inputScale, recurrentScale, bias } = options;
  const { cellScale, cellBias, mask, reverse, recurrentDropout } = options;
  const batch = input.shape[0];
  const zeros = (): tf.Tensor2D => tf.zeros([batch, recurrentKernel.shape[0]]);

  const perStep = projectSteps(options, (projected) =>
    tf.add(tf.mul(normalizeRows(projected), inputScale), bias),
  );
  const { outputs, states } = walk(perStep, {
    initialStates: [options.initialHidden ?? zeros(), options.initialCell ?? zeros()] as const,
    mask,
    reverse,
    step: (projected, [hidden, cell]) => {
      const kept = (recurrentDropout ? tf.mul(hidden, recurrentDropout) : hidden) as tf.Tensor2D;
      const recurrent = normalizeRows(tf.matMul(kept, recurrentKernel));
      const gates = tf.add(projected, tf.mul(recurrent, recurrentScale)); // [batch, 4 * units]
      const [i, f, g, o] = tf.split(gates, 4, 1) as [Gate, Gate, Gate, Gate];
      const nextCell: tf.Tensor2D = tf.add(
        tf.mul(tf.sigmoid(f), cell),
        tf.mul(tf.sigmoid(i), tf.tanh(g)),
      );
      const normalized = tf.add(tf.mul(normalizeRows(nextCell), cellScale), cellBias);
      const nextHidden: tf.Tensor2D = tf.mul(tf.sigmoid(o), tf.tanh(normalized));
      return [nextHidden, nextCell] as const;
    },
  });
  return { outputs, hidden: states[0], cell: states[1] };
}

type Gate = tf.Tensor2D;

/** (a - mean) / sqrt(variance + epsilon), row by row. */
function normalizeRows(rows: tf.Tensor): tf.Tensor {
  const centred = tf.sub(rows, tf.mean(rows, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.div(centred, tf.sqrt(tf.add(variance, EPSILON)));
}
