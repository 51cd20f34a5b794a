/** Joey NMT's smoke task with this library: a bidirectional LSTM encoder, an LSTM decoder, attention of Luong. */
import {
  bleu,
  END_ID,
  EncoderDecoder,
  type EncoderDecoderConfig,
  exactMatch,
  greedySearch,
  lengthBuckets,
  loadEngine,
  PAD_ID,
  padSequences,
  Random,
  type SequencePair,
  START_ID,
  type TrainingCallback,
  type TrainResult,
  tf,
  tokenTensors,
  train,
  UNKNOWN_ID,
  warmupCosineSchedule,
} from "@encdec/core";
import { FIRST_INTEGER_ID, makePairs, type Pair, textOf } from "./pairs.ts";

/** Settings of the example. */
export interface ReversalOptions {
  /** Pairs to train on. */
  readonly examples: number;
  /** Pairs to choose the best weights by, and as many more to score it. */
  readonly heldOut: number;
  /** Integers are below this. */
  readonly highest: number;
  /** Longest sequence to train on; those held out are up to 5 longer. */
  readonly maximumLength: number;
  /** Width of each direction of the encoder and of the decoder. */
  readonly units: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly epochs: number;
  readonly seed: number;
  readonly callbacks?: readonly TrainingCallback[];
}

/** Of greedy search, both 0 to 100. */
type Scores = { readonly bleu: number; readonly exactMatch: number };

/** What came of it. */
export interface ReversalResult extends TrainResult {
  /** Scores of the best weights on pairs that had no part in choosing it. */
  readonly test: Scores;
  /** Some of these with the model's answers. */
  readonly samples: readonly { source: string; hypothesis: string; reference: string }[];
}

const LONGER_THAN_TRAINING = 5;

/** How well longer sequences go changes faster than all else. */
const VALIDATIONS_PER_EPOCH = 3;

/** The model of Joey NMT's configs/rnn_reverse.yaml, whose decoder starts from zeros; here it starts from a dense bridge. */
function reversalConfig(options: Pick<ReversalOptions, "highest" | "units">): EncoderDecoderConfig {
  const tokens = {
    kind: "tokens",
    vocabularySize: FIRST_INTEGER_ID + options.highest,
    embeddingSize: 16,
  } as const;
  const dropout = { input: 0.1, output: 0.1 };
  return {
    source: tokens,
    target: tokens,
    encoder: { units: options.units, direction: "concatenate", dropout },
    decoder: { units: options.units, dropout },
    attention: { score: "general", feeding: "input" },
  };
}

/** Trains all epochs and scores the best weights. */
export async function trainReversal(options: ReversalOptions): Promise<ReversalResult> {
  const { examples, maximumLength, batchSize, learningRate, epochs, seed } = options;
  await loadEngine();
  const random = Random.fromSeed(seed);
  const training = makePairs(examples, options, random.fork("training"));
  const longer = { ...options, maximumLength: maximumLength + LONGER_THAN_TRAINING };
  const validation = makePairs(options.heldOut, longer, random.fork("validation"));
  const test = makePairs(options.heldOut, longer, random.fork("test"));
  const stepsPerEpoch = Math.ceil(examples / batchSize);
  const steps = epochs * stepsPerEpoch;
  const lengths = training.map(({ source }) => [source.length]);

  const weights = random.fork("weights");
  const model = new EncoderDecoder(reversalConfig(options), () => weights.uniform());
  try {
    const result = await train<Pair[]>({
      parameters: model.parameters,
      optimizer: { rule: "adam", learningRate, clipNorm: 1 },
      schedule: warmupCosineSchedule({ warmupSteps: Math.ceil(steps / 50), totalSteps: steps + 1 }),
      batches: ({ epoch }) =>
        lengthBuckets(lengths, { batchSize, random: random.fork(`order ${epoch}`) }).map((batch) =>
          batch.map((index) => training[index] as Pair),
        ),
      loss: (batch, { seeds }) => model.loss(tensorsOf(batch), { seeds }),
      tokenCount: (batch) => batch.reduce((sum, { target }) => sum + target.length - 1, 0),
      validate: () => evaluate(model, validation, longer.maximumLength),
      reportSteps: Math.ceil(stepsPerEpoch / VALIDATIONS_PER_EPOCH),
      metric: { name: "bleu", direction: "highest" },
      epochs,
      seed,
      callbacks: options.callbacks,
    });
    const shown = test.slice(0, 8);
    const hypotheses = await reverse(model, shown, longer.maximumLength);
    const samples = shown.map(({ source, target }, index) => ({
      source: textOf(source),
      hypothesis: hypotheses[index] ?? "",
      reference: textOf(target.slice(1, -1)),
    }));
    return { ...result, test: await evaluate(model, test, longer.maximumLength), samples };
  } finally {
    model.dispose();
  }
}

function tensorsOf(batch: readonly Pair[]): SequencePair {
  return {
    source: tokenTensors(padSequences(batch.map(({ source }) => source))),
    target: tokenTensors(padSequences(batch.map(({ target }) => target))),
  };
}

async function evaluate(
  model: EncoderDecoder,
  pairs: readonly Pair[],
  maximumLength: number,
): Promise<Scores> {
  const hypotheses = await reverse(model, pairs, maximumLength);
  const references = pairs.map(({ target }) => textOf(target.slice(1, -1)));
  return {
    bleu: bleu(hypotheses, references).score,
    exactMatch: exactMatch(hypotheses, references),
  };
}

/** Decodes the sources of pairs, in order. */
async function reverse(
  model: EncoderDecoder,
  pairs: readonly Pair[],
  maximumLength: number,
): Promise<string[]> {
  const batchSize = pairs.length;
  const { states, memory } = tf.tidy(() =>
    model.start(tokenTensors(padSequences(pairs.map(({ source }) => source)))),
  );
  const packed = model.packDecoder();
  const hypotheses = await greedySearch({
    step: (ids, before, looked) => model.step(ids, before, looked, packed),
    states,
    memory,
    batchSize,
    startId: START_ID,
    endId: END_ID,
    maximumLength,
    bannedIds: [PAD_ID, UNKNOWN_ID, START_ID],
  });
  tf.dispose([states, memory, packed]);
  return hypotheses.map(({ ids }) => textOf(ids));
}
