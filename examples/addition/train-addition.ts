/** Keras's addition example with this library: LSTM -> repeat vector -> LSTM -> dense per step. */
import {
  kerasAddition,
  loadEngine,
  Random,
  RepeatVectorModel,
  type TrainingCallback,
  type TrainResult,
  tf,
  train,
  warmupCosineSchedule,
} from "@encdec/core";
import { decodeAnswer, type EncodedSums, encodeSums, makeSums } from "./questions.ts";

/** Settings of the example. */
export interface AdditionOptions {
  /** Sums, one tenth of them held out. */
  readonly examples: number;
  /** Most digits of a number. */
  readonly digits: number;
  /** Width of both LSTMs, as a share of 128. */
  readonly scale: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly epochs: number;
  /** Stops at this exact match, 0 to 100. @default trains all epochs */
  readonly stopAt?: number | undefined;
  readonly seed: number;
  readonly callbacks?: readonly TrainingCallback[];
}

/** What came of it. */
export interface AdditionResult extends TrainResult {
  /** Some held-out sums with the model's answers. */
  readonly samples: readonly {
    readonly question: string;
    readonly right: string;
    readonly answer: string;
  }[];
}

/** A batch of ids. */
interface Batch {
  readonly size: number;
  readonly questions: Int32Array;
  readonly answers: Int32Array;
}

/** Trains until the epochs are used up or the exact match is reached. */
export async function trainAddition(options: AdditionOptions): Promise<AdditionResult> {
  const { examples, digits, scale, batchSize, learningRate, epochs, seed } = options;
  await loadEngine();
  const random = Random.fromSeed(seed);
  const sums = makeSums(examples, digits, random.fork("sums"));
  const heldOut = sums.slice(0, Math.ceil(examples / 10));
  const training = encodeSums(sums.slice(heldOut.length), digits);
  const validation = encodeSums(heldOut, digits);

  const weights = random.fork("weights");
  const model = new RepeatVectorModel(kerasAddition({ digits, scale }), () => weights.uniform());
  const reached = new AbortController();
  const stop: TrainingCallback = {
    onReport({ validation: { exactMatch = 0 } }) {
      if (options.stopAt !== undefined && exactMatch >= options.stopAt) reached.abort();
    },
  };
  const steps = epochs * Math.ceil(training.count / batchSize);
  try {
    const result = await train<Batch>({
      parameters: model.parameters,
      optimizer: { rule: "adam", learningRate },
      schedule: warmupCosineSchedule({ warmupSteps: 0, totalSteps: steps + 1 }),
      batches: ({ epoch }) => batchesOf(training, batchSize, random.fork(`order ${epoch}`)),
      loss: (batch) => model.loss({ source: sourceOf(batch), target: targetOf(batch) }),
      tokenCount: ({ answers }) => answers.length,
      validate: () => evaluate(model, validation),
      metric: { name: "exactMatch", direction: "highest" },
      epochs,
      seed,
      signal: reached.signal,
      callbacks: [stop, ...(options.callbacks ?? [])],
    });
    const answers = predict(model, encodeSums(heldOut.slice(0, 10), digits));
    const samples = answers.map((answer, index) => {
      const { question = "", answer: right = "" } = heldOut[index] ?? {};
      return { question, right, answer };
    });
    return { ...result, samples };
  } finally {
    model.dispose();
  }
}

function* batchesOf(sums: EncodedSums, batchSize: number, random?: Random): Generator<Batch> {
  const rows = Array.from({ length: sums.count }, (_, row) => row);
  const order = random ? random.shuffle(rows) : rows;
  for (let start = 0; start < sums.count; start += batchSize) {
    const chosen = order.slice(start, start + batchSize);
    yield {
      size: chosen.length,
      questions: gatherRows(sums.questions, sums.count, chosen),
      answers: gatherRows(sums.answers, sums.count, chosen),
    };
  }
}

function gatherRows(table: Int32Array, count: number, rows: readonly number[]): Int32Array {
  const width = table.length / count;
  const gathered = new Int32Array(rows.length * width);
  for (const [index, row] of rows.entries()) {
    gathered.set(table.subarray(row * width, (row + 1) * width), index * width);
  }
  return gathered;
}

function sourceOf({ questions, size }: Batch): { ids: tf.Tensor2D } {
  return { ids: tf.tensor2d(questions, [size, questions.length / size], "int32") };
}

function targetOf({ answers, size }: Batch): { ids: tf.Tensor2D } {
  return { ids: tf.tensor2d(answers, [size, answers.length / size], "int32") };
}

/** Mean cross-entropy of a character in nats, and the share of answers that are right from end to end. */
function evaluate(
  model: RepeatVectorModel,
  sums: EncodedSums,
): { readonly loss: number; readonly exactMatch: number } {
  let [lossSum, right] = [0, 0];
  for (const batch of batchesOf(sums, 500)) {
    tf.tidy(() => {
      const [source, target] = [sourceOf(batch), targetOf(batch)];
      lossSum += model.loss({ source, target }).dataSync()[0] ?? Number.NaN;
      const same = tf.equal(model.predictions(source), target.ids); // [batch, digits + 1]
      right += tf.sum(tf.cast(tf.all(same, 1), "int32")).dataSync()[0] ?? 0;
    });
  }
  return { loss: lossSum / sums.answers.length, exactMatch: (100 * right) / sums.count };
}

function predict(model: RepeatVectorModel, sums: EncodedSums): string[] {
  return tf.tidy(() => {
    const [batch] = batchesOf(sums, sums.count);
    const rows = model.predictions(sourceOf(batch as Batch)).arraySync() as number[][];
    return rows.map(decodeAnswer);
  });
}
