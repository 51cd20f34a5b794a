/** Worker: stock `tf.layers`, as its users write it; it cannot clip gradients and is not charged for it. */
import { loadEngine } from "@encdec/core";
import { tf } from "@encdec/core/layers";
import type { DecoderStepShape, EncoderDecoderShape, RepeatVectorShape, Shape } from "../shapes.ts";
import { lengthMask, randomIds } from "./data.ts";
import { serve } from "./serve.ts";

// The default, orthogonal, is drawn in JavaScript and takes minutes.
const recurrentInitializer = "glorotUniform";

const { shape } = JSON.parse(process.argv[2] ?? "") as { shape: Shape };
const { version } = await loadEngine();
await serve({
  description: `tf.layers ${tf.version["tfjs-layers"]}, TensorFlow ${version}`,
  step: stepOf(),
});

function stepOf(): () => void | Promise<void> {
  if (shape.model === "repeat-vector") return repeatVector(shape);
  return shape.model === "encoder-decoder" ? encoderDecoder(shape) : decoderStep(shape);
}

function repeatVector(shape: RepeatVectorShape): () => Promise<void> {
  const { batch, units, sourceSteps, targetSteps, features, outputs } = shape;
  const classes = shape.loss === "cross-entropy";
  const inputShape = [sourceSteps, features];
  const encoder = { units, recurrentInitializer, returnSequences: false } as const;
  const decoder = { units, recurrentInitializer, returnSequences: true } as const;
  const output = tf.layers.dense({ units: outputs, activation: classes ? "softmax" : "linear" });
  const model = tf.sequential({
    layers: [
      shape.bidirectional
        ? tf.layers.bidirectional({
            layer: tf.layers.lstm(encoder) as never,
            mergeMode: "concat",
            inputShape,
          })
        : tf.layers.lstm({ ...encoder, inputShape }),
      tf.layers.repeatVector({ n: targetSteps }),
      tf.layers.lstm(decoder),
      tf.layers.timeDistributed({ layer: output }),
    ],
  });
  const random = (steps: number, width: number): tf.Tensor =>
    classes
      ? tf.cast(tf.oneHot(randomIds([batch, steps], width), width), "float32")
      : tf.randomNormal([batch, steps, width]);
  const loss = classes ? "categoricalCrossentropy" : "meanSquaredError";
  return training(model, loss, random(sourceSteps, features), random(targetSteps, outputs));
}

function encoderDecoder(shape: EncoderDecoderShape): () => Promise<void> {
  const { batch, layers, sourceSteps, targetSteps, vocabulary, lengths } = shape;
  const source = tf.input({ shape: [sourceSteps] });
  const target = tf.input({ shape: [targetSteps] });
  const embed = (ids: tf.SymbolicTensor, maskZero: boolean): tf.SymbolicTensor =>
    tf.layers
      .embedding({ inputDim: vocabulary, outputDim: shape.embedding, maskZero })
      .apply(ids) as tf.SymbolicTensor;
  // Cells are stacked in one layer: a model with two layers that take initial states fails when it trains.
  const recurrent = (returnState: boolean): tf.RNN =>
    tf.layers.rnn({
      cell: Array.from({ length: layers }, () => recurrentCell(shape)),
      returnSequences: true,
      returnState,
    }) as tf.RNN;
  const encoded = recurrent(true).apply(embed(source, lengths !== undefined));
  const decoded = recurrent(false).apply(embed(target, false), {
    initialState: (encoded as tf.SymbolicTensor[]).slice(1),
  }) as tf.SymbolicTensor;
  const output = tf.layers.dense({ units: vocabulary, activation: "softmax" });
  const outputs = tf.layers.timeDistributed({ layer: output }).apply(decoded);
  const model = tf.model({ inputs: [source, target], outputs: outputs as tf.SymbolicTensor });

  const masked = (ids: tf.Tensor, rows: readonly number[] | undefined): tf.Tensor =>
    rows ? tf.mul(ids, tf.cast(lengthMask(rows, ids.shape[1] as number), "int32")) : ids;
  const sourceIds = masked(randomIds([batch, sourceSteps], vocabulary), lengths?.source);
  const targetIds = randomIds([batch, targetSteps], vocabulary);
  const oneHot = tf.cast(tf.oneHot(targetIds, vocabulary), "float32");
  // A row of zeros has no loss: padding does not count.
  const labels = lengths
    ? tf.mul(oneHot, tf.expandDims(lengthMask(lengths.target, targetSteps), 2))
    : oneHot;
  return training(model, "categoricalCrossentropy", [sourceIds, targetIds], labels);
}

/** Its GRU is Cho's only: the reset gate before the product. */
function recurrentCell({ cell, units }: EncoderDecoderShape): tf.layers.RNNCell {
  const options = { units, recurrentInitializer } as const;
  return cell === "lstm" ? tf.layers.lstmCell(options) : tf.layers.gruCell(options);
}

function training(
  model: tf.LayersModel,
  loss: string,
  inputs: tf.Tensor | tf.Tensor[],
  labels: tf.Tensor,
): () => Promise<void> {
  model.compile({ optimizer: tf.train.adam(1e-3), loss });
  return async () => {
    await model.trainOnBatch(inputs, labels);
  };
}

function decoderStep(shape: DecoderStepShape): () => void {
  const { batch, units, vocabulary } = shape;
  const ids = tf.input({ shape: [1] });
  const initialState = [tf.input({ shape: [units] }), tf.input({ shape: [units] })];
  const embedded = tf.layers
    .embedding({ inputDim: vocabulary, outputDim: shape.embedding })
    .apply(ids) as tf.SymbolicTensor;
  const [last, ...states] = tf.layers
    .lstm({ units, recurrentInitializer, returnState: true })
    .apply(embedded, { initialState }) as tf.SymbolicTensor[];
  const logits = tf.layers.dense({ units: vocabulary }).apply(last as tf.SymbolicTensor);
  const model = tf.model({
    inputs: [ids, ...initialState],
    outputs: [logits as tf.SymbolicTensor, ...states],
  });
  let current: tf.Tensor[] = [
    randomIds([batch, 1], vocabulary),
    tf.zeros([batch, units]),
    tf.zeros([batch, units]),
  ];
  return () => {
    const next = tf.tidy(() => {
      const [scores, ...state] = model.predictOnBatch(current) as tf.Tensor[];
      return [tf.reshape(tf.argMax(scores as tf.Tensor, 1), [batch, 1]), ...state];
    });
    next[0]?.dataSync();
    tf.dispose(current);
    current = next;
  };
}
