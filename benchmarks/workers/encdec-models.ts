/** The measured models, made of the functions of @encdec/core. */
import {
  gatherEmbeddings,
  gru,
  linearCrossEntropy,
  linearSquaredError,
  linearTopK,
  lstm,
  packKernel,
  packRecurrentKernel,
  tf,
} from "@encdec/core";
import type { DecoderStepShape, EncoderDecoderShape, RepeatVectorShape } from "../shapes.ts";
import type { Precision } from "../systems.ts";
import { lengthMask, randomIds } from "./data.ts";

/** The loss of a batch, as a function of the variables. */
type Loss = () => tf.Scalar;

/** Loss of the repeat-vector model. */
export function repeatVector(shape: RepeatVectorShape, precision: Precision): Loss {
  const { batch, units, sourceSteps, targetSteps, features, outputs, bidirectional } = shape;
  const rows = batch * targetSteps;
  const classes = shape.loss === "cross-entropy";
  const source = classes
    ? tf.cast(tf.oneHot(randomIds([batch, sourceSteps], features), features), "float32")
    : tf.randomNormal([batch, sourceSteps, features]);
  const input = source as tf.Tensor3D;
  const targets = classes
    ? randomIds([rows], outputs)
    : tf.randomNormal([batch, targetSteps, outputs]);
  const weights = tf.fill([rows], 1 / (classes ? rows : rows * outputs)); // the mean
  const forward = lstmWeights(features, units);
  const backward = bidirectional ? lstmWeights(features, units) : undefined;
  const decoder = lstmWeights(bidirectional ? 2 * units : units, units);
  const output = linearWeights(units, outputs);
  return () => {
    const { hidden } = lstm({ input, precision, ...forward });
    const thought = backward
      ? tf.concat([hidden, lstm({ input, precision, reverse: true, ...backward }).hidden], 1)
      : hidden;
    const decoded = lstm({ input: thought, repeat: targetSteps, precision, ...decoder });
    const layer = { input: decoded.outputs, weights, precision, ...output };
    return classes
      ? linearCrossEntropy({ ...layer, labels: targets })
      : linearSquaredError({ ...layer, targets });
  };
}

/** Loss of the encoder-decoder. */
export function encoderDecoder(shape: EncoderDecoderShape, precision: Precision): Loss {
  const { batch, units, sourceSteps, targetSteps, embedding, vocabulary, lengths } = shape;
  const source = randomIds([batch, sourceSteps], vocabulary);
  const target = randomIds([batch, targetSteps], vocabulary);
  const labels = tf.reshape(target, [-1]);
  const mask = lengths && lengthMask(lengths.source, sourceSteps);
  const real = lengths
    ? lengthMask(lengths.target, targetSteps)
    : tf.ones<tf.Rank.R2>([batch, targetSteps]);
  const weights = tf.reshape(tf.div(real, tf.sum(real)), [-1]);
  const sourceTable = normal([vocabulary, embedding]) as tf.Tensor2D;
  const targetTable = normal([vocabulary, embedding]) as tf.Tensor2D;
  const stack = (): StatefulLayer[] =>
    Array.from({ length: shape.layers }, (_, layer) =>
      statefulLayer(shape.cell, layer === 0 ? embedding : units, units, precision),
    );
  const encoder = stack();
  const decoder = stack();
  const output = linearWeights(units, vocabulary);
  return () => {
    let sequence = gatherEmbeddings({ table: sourceTable, ids: source }) as tf.Tensor3D;
    const states = encoder.map((layer) => {
      const result = layer(sequence, { mask });
      sequence = result.outputs;
      return result.state;
    });
    sequence = gatherEmbeddings({ table: targetTable, ids: target }) as tf.Tensor3D;
    for (const [index, layer] of decoder.entries()) {
      sequence = layer(sequence, { initial: states[index] }).outputs;
    }
    return linearCrossEntropy({ input: sequence, labels, weights, precision, ...output });
  };
}

/** One greedy step, whose token and states are those of the next. */
export function decoderStep(shape: DecoderStepShape, precision: Precision): () => void {
  const { batch, units, embedding, vocabulary } = shape;
  const table = normal([vocabulary, embedding]) as tf.Tensor2D;
  const layer = lstmWeights(embedding, units);
  const output = linearWeights(units, vocabulary);
  // Once for all steps, as EncoderDecoder does it.
  const packed = {
    kernel: packKernel(layer.kernel),
    recurrentKernel: packRecurrentKernel(layer.recurrentKernel),
  };
  const packedOutput = packKernel(output.kernel);
  let ids: tf.Tensor = randomIds([batch, 1], vocabulary);
  let hidden: tf.Tensor2D = tf.zeros([batch, units]);
  let cell: tf.Tensor2D = tf.zeros([batch, units]);
  return () => {
    const next = tf.tidy(() => {
      const input = gatherEmbeddings({ table, ids }) as tf.Tensor3D;
      const state = lstm({
        input,
        initialHidden: hidden,
        initialCell: cell,
        packed,
        precision,
        ...layer,
      });
      const best = linearTopK({ input: state.hidden, packed: packedOutput, k: 1, ...output });
      return { ids: best.ids, hidden: state.hidden, cell: state.cell };
    });
    next.ids.dataSync();
    tf.dispose([ids, hidden, cell]);
    ({ ids, hidden, cell } = next);
  };
}

/** States of a layer: hidden, and for an LSTM the cell. */
interface State {
  readonly hidden: tf.Tensor2D;
  readonly cell?: tf.Tensor2D;
}

type StatefulLayer = (
  input: tf.Tensor3D,
  options: { mask?: tf.Tensor2D | undefined; initial?: State | undefined },
) => { outputs: tf.Tensor3D; state: State };

function statefulLayer(
  cell: "lstm" | "gru",
  features: number,
  units: number,
  precision: Precision,
): StatefulLayer {
  const weights = lstmWeights(features, units);
  if (cell === "lstm") {
    return (input, { mask, initial }) => {
      const states = { initialHidden: initial?.hidden, initialCell: initial?.cell };
      const { outputs, ...state } = lstm({ input, mask, precision, ...states, ...weights });
      return { outputs, state };
    };
  }
  const gruWeights = {
    kernel: normal([features, 3 * units]) as tf.Tensor2D,
    recurrentKernel: normal([units, 3 * units]) as tf.Tensor2D,
    bias: zeros([2, 3 * units]) as tf.Tensor2D,
  };
  return (input, { mask, initial }) => {
    const { outputs, hidden } = gru({ input, mask, initialHidden: initial?.hidden, ...gruWeights });
    return { outputs, state: { hidden } };
  };
}

function lstmWeights(features: number, units: number) {
  return {
    kernel: normal([features, 4 * units]) as tf.Tensor2D,
    recurrentKernel: normal([units, 4 * units]) as tf.Tensor2D,
    bias: zeros([4 * units]) as tf.Tensor1D,
  };
}

function linearWeights(features: number, outputs: number) {
  return {
    kernel: normal([features, outputs]) as tf.Tensor2D,
    bias: zeros([outputs]) as tf.Tensor1D,
  };
}

function normal(shape: number[]): tf.Variable {
  return tf.variable(tf.randomNormal(shape, 0, 0.08));
}

function zeros(shape: number[]): tf.Variable {
  return tf.variable(tf.zeros(shape));
}
