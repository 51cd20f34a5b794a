/** The smallest task that has all that training can go wrong with: embeddings, a recurrent layer, dropout, a softmax. */
import { dropout, type SeedSource } from "../src/backend/dropout.ts";
import { gatherEmbeddings } from "../src/backend/gather-embeddings.ts";
import { linearCrossEntropy } from "../src/backend/linear-loss.ts";
import { lstm } from "../src/backend/lstm.ts";
import { tf } from "../src/backend/tf.ts";
import { Random } from "../src/data/random.ts";
import { Parameters } from "../src/model/parameters.ts";

const VOCABULARY = 9;
const STEPS = 6;

/** Sequences of one length: each token is the sum of the two before it. */
export type ToyBatch = readonly (readonly number[])[];

/** Batches of an epoch, in another order for each epoch. */
export function toyBatches(options: {
  readonly seed: number;
  readonly epoch: number;
  readonly batches: number;
  readonly batchSize: number;
}): ToyBatch[] {
  const random = Random.fromSeed(options.seed);
  const sequences = Array.from({ length: options.batches * options.batchSize }, () => {
    const sequence = [random.integer(VOCABULARY), random.integer(VOCABULARY)];
    while (sequence.length <= STEPS) {
      sequence.push(((sequence.at(-1) ?? 0) + (sequence.at(-2) ?? 0)) % VOCABULARY);
    }
    return sequence;
  });
  const shuffled = random.fork(`order ${options.epoch}`).shuffle(sequences);
  return Array.from({ length: options.batches }, (_, index) =>
    shuffled.slice(index * options.batchSize, (index + 1) * options.batchSize),
  );
}

/** Predicted tokens of a batch. */
export function toyTokens(batch: ToyBatch): number {
  return batch.length * STEPS;
}

/** Predicts every token from those before it. */
export class ToyModel {
  readonly parameters: Parameters = new Parameters();
  readonly #weights: Record<"embeddings" | "kernel" | "recurrent" | "output", tf.Tensor2D>;
  readonly #dropout: number;

  constructor(options: {
    readonly units: number;
    readonly seed: number;
    readonly dropout?: number;
  }) {
    const { units } = options;
    const random = Random.fromSeed(options.seed);
    this.#dropout = options.dropout ?? 0;
    const create = (name: string, rows: number, columns: number): tf.Tensor2D => {
      const draw = (): number => (random.uniform() - 0.5) / Math.sqrt(rows);
      const values = Float32Array.from({ length: rows * columns }, draw);
      return this.parameters.create(name, { shape: [rows, columns], values }) as tf.Tensor2D;
    };
    this.#weights = {
      embeddings: create("embeddings", VOCABULARY, units),
      kernel: create("lstm.kernel", units, 4 * units),
      recurrent: create("lstm.recurrentKernel", units, 4 * units),
      output: create("output.kernel", units, VOCABULARY),
    };
  }

  /** Sum of the cross-entropies. */
  loss(batch: ToyBatch, options: { readonly seeds?: SeedSource } = {}): tf.Scalar {
    const { embeddings, kernel, recurrent, output } = this.#weights;
    const ids = tf.tensor2d(
      batch.map((sequence) => sequence.slice(0, STEPS)),
      [batch.length, STEPS],
      "int32",
    );
    const labels = tf.tensor1d(
      batch.flatMap((sequence) => sequence.slice(1)),
      "int32",
    );
    const embedded = gatherEmbeddings({ table: embeddings, ids }) as tf.Tensor3D;
    const rate = options.seeds ? this.#dropout : 0;
    const drop = <T extends tf.Tensor>(input: T): T =>
      rate === 0 ? input : dropout(input, { rate, seed: options.seeds?.() ?? 0 });
    const { outputs } = lstm({ input: drop(embedded), kernel, recurrentKernel: recurrent });
    const input = drop(tf.reshape(outputs, [batch.length * STEPS, -1]));
    return linearCrossEntropy({ input, kernel: output, labels });
  }

  /** Mean loss without dropout. */
  meanLoss(batch: ToyBatch): number {
    return tf.tidy(() => this.loss(batch).dataSync()[0] ?? Number.NaN) / toyTokens(batch);
  }

  dispose(): void {
    this.parameters.dispose();
  }
}
