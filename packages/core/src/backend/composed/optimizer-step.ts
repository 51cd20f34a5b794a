/** One optimizer step, composed of TensorFlow.js ops. */
import type { OptimizerStepOptions } from "../optimizer-options.ts";
import { tf } from "../tf.ts";

/** The same mathematics as the fused kernel: `[gradientNorm, applied]`. */
export function composedOptimizerStep(options: OptimizerStepOptions): tf.Tensor1D {
  const { gradients, variables, slots, clipNorm = 0 } = options;
  return tf.tidy(() => {
    const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
    const norm = tf.sqrt(tf.addN(squares)); // scalar
    const applied = tf.cast(tf.isFinite(norm), "float32");
    const tooLong = clipNorm > 0 && (norm.dataSync()[0] ?? 0) > clipNorm;
    if (applied.dataSync()[0] === 1) {
      const scale = tooLong ? tf.div(clipNorm, norm) : tf.scalar(1);
      for (const [index, variable] of variables.entries()) {
        const g = tf.mul(gradients[index] as tf.Tensor, scale);
        const [first, second] = slots.map((slot) => slot[index]);
        update(options, { g, variable, first, second });
      }
    }
    return tf.stack([norm, applied]) as tf.Tensor1D;
  });
}

interface Update {
  readonly g: tf.Tensor;
  readonly variable: tf.Variable;
  readonly first: tf.Variable | undefined;
  readonly second: tf.Variable | undefined;
}

function update(options: OptimizerStepOptions, { g, variable, first, second }: Update): void {
  const { rule, learningRate, decay = 0.9, epsilon = 1e-7 } = options;
  if (rule === "sgd") {
    const move = first ? assign(first, tf.add(tf.mul(first, decay), g)) : g;
    subtract(variable, tf.mul(move, learningRate));
  } else if (rule === "adagrad") {
    const sum = assign(needed(first), tf.add(needed(first), tf.square(g)));
    subtract(variable, quotient(g, tf.add(sum, epsilon), learningRate));
  } else if (rule === "rmsprop") {
    const average = assign(needed(first), mix(needed(first), tf.square(g), decay));
    const step = quotient(g, tf.add(average, epsilon), learningRate);
    const momentum = options.secondDecay ?? 0;
    const move = second ? assign(second, tf.add(tf.mul(second, momentum), step)) : step;
    subtract(variable, move);
  } else {
    adam(options, { g, variable, first, second });
  }
}

function adam(options: OptimizerStepOptions, { g, variable, first, second }: Update): void {
  const { rule, learningRate, step = 1, decay = 0.9, secondDecay = 0.999 } = options;
  const { epsilon = 1e-7, weightDecay = 0 } = options;
  const mean = assign(needed(first), mix(needed(first), g, decay));
  const square = assign(needed(second), mix(needed(second), tf.square(g), secondDecay));
  if (rule === "adamw") subtract(variable, tf.mul(variable, learningRate * weightDecay));
  const denominator = tf.add(tf.sqrt(tf.div(square, 1 - secondDecay ** step)), epsilon);
  const rate = learningRate / (1 - decay ** step);
  subtract(variable, tf.div(tf.mul(mean, rate), denominator));
}

/** rate * g / sqrt(square). */
function quotient(g: tf.Tensor, square: tf.Tensor, rate: number): tf.Tensor {
  return tf.div(tf.mul(g, rate), tf.sqrt(square));
}

/** decay * old + (1 - decay) * value. */
function mix(old: tf.Tensor, value: tf.Tensor, decay: number): tf.Tensor {
  return tf.add(tf.mul(old, decay), tf.mul(value, 1 - decay));
}

function assign(slot: tf.Variable, value: tf.Tensor): tf.Tensor {
  slot.assign(value);
  return value;
}

function subtract(variable: tf.Variable, move: tf.Tensor): void {
  variable.assign(tf.sub(variable, move));
}

function needed(slot: tf.Variable | undefined): tf.Variable {
  if (!slot)
    throw new RangeError("Cannot run an optimizer step: the rule needs more slots, got too few");
  return slot;
}
