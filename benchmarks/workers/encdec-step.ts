/** One step of a measured model, made of the functions of @encdec/core. */
import { optimizerStep, tf } from "@encdec/core";
import type { Shape } from "../shapes.ts";
import type { Precision } from "../systems.ts";
import { decoderStep, encoderDecoder, repeatVector } from "./encdec-models.ts";

/** The training or decoding step of a shape. */
export function stepOf(shape: Shape, precision: Precision): () => void {
  if (shape.model === "repeat-vector") return training(repeatVector(shape, precision));
  if (shape.model === "encoder-decoder") return training(encoderDecoder(shape, precision));
  return decoderStep(shape, precision);
}

/** Forward, backward, clipping and Adam; the loss is read after every step, as a training loop does. */
function training(loss: () => tf.Scalar): () => void {
  const zeros = (variable: tf.Variable): tf.Variable =>
    tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
  let variables: tf.Variable[] | undefined;
  let slots: tf.Variable[][] = [];
  let step = 0;
  return () => {
    const { value, grads } = tf.variableGrads(loss);
    if (variables === undefined) {
      const all = tf.engine().registeredVariables;
      variables = Object.keys(grads).map((key) => all[key] as tf.Variable);
      slots = [variables.map(zeros), variables.map(zeros)];
    }
    const gradients = Object.values(grads);
    step++;
    const report = optimizerStep({
      rule: "adam",
      variables,
      gradients,
      slots,
      learningRate: 1e-3,
      step,
      clipNorm: 5,
    });
    value.dataSync();
    tf.dispose([value, report, ...gradients]);
  };
}
