/** GRU over a whole sequence, composed of TensorFlow.js ops. */
import type { GruOptions, GruResult } from "../recurrent-options.ts";
import { tf } from "../tf.ts";
import { openGate, projectSteps, walk } from "./steps.ts";

/** The same mathematics as the fused kernel. */
export function composedGru(options: GruOptions): GruResult {
  const { recurrentKernel, bias, recurrentDropout, mask, reverse, resetAfter = true } = options;
  const [units] = recurrentKernel.shape;
  const [inputBias, stateBias] = splitBias(bias, resetAfter);
  const inputs = projectSteps(options, (projected) =>
    inputBias ? tf.add(projected, inputBias) : projected,
  );
  const [batch = 0] = (inputs[0] as tf.Tensor2D).shape;
  const initial = options.initialHidden ?? tf.zeros<tf.Rank.R2>([batch, units]);
  const [ofGates, ofCandidate] = tf.split(recurrentKernel, [2 * units, units], 1);

  const open = (x: tf.Tensor) => openGate(x, options.recurrentActivation);
  const { outputs, states } = walk(inputs, {
    initialStates: [initial] as const,
    mask,
    reverse,
    step: (fromInput, [hidden]) => {
      const kept = (recurrentDropout ? tf.mul(hidden, recurrentDropout) : hidden) as tf.Tensor2D;
      const [xz, xr, xn] = tf.split(fromInput, 3, 1) as [Gate, Gate, Gate];
      if (!resetAfter) {
        // Cho et al. 2014: the reset gate before the product with the state.
        const [hz, hr] = tf.split(tf.matMul(kept, ofGates as Gate), 2, 1) as [Gate, Gate];
        const z = open(tf.add(xz, hz));
        const r = open(tf.add(xr, hr));
        const n = tf.tanh(tf.add(xn, tf.matMul(tf.mul(r, kept) as Gate, ofCandidate as Gate)));
        return [mix(z, hidden, n)] as const;
      }
      const product = tf.matMul(kept, recurrentKernel);
      const recurrent = stateBias ? tf.add(product, stateBias) : product;
      const [hz, hr, hn] = tf.split(recurrent, 3, 1) as [Gate, Gate, Gate];
      const z = open(tf.add(xz, hz));
      const r = open(tf.add(xr, hr));
      const n = tf.tanh(tf.add(xn, tf.mul(r, hn)));
      return [mix(z, hidden, n)] as const;
    },
  });
  return { outputs, hidden: states[0] };
}

type Gate = tf.Tensor2D;

/** z h + (1 - z) n. */
function mix(z: tf.Tensor, hidden: tf.Tensor, candidate: tf.Tensor): tf.Tensor2D {
  return tf.add(tf.mul(z, hidden), tf.mul(tf.sub(1, z), candidate));
}

function splitBias(
  bias: GruOptions["bias"],
  resetAfter: boolean,
): [input: tf.Tensor | undefined, state: tf.Tensor | undefined] {
  if (!bias || !resetAfter) return [bias, undefined];
  const [input, state] = tf.split(bias, 2, 0);
  return [input, state];
}
