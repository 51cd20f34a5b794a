/** What is decoded: sentences of an invented language, and a model that has learnt a little of it. */
import {
  END_ID,
  EncoderDecoder,
  lengthBuckets,
  optimizerStep,
  padSequences,
  Random,
  START_ID,
  tf,
  tokenTensors,
} from "@encdec/core";

/** Sizes of the task. */
export const TASK = {
  vocabularySize: 6000,
  embeddingSize: 128,
  encoderUnits: 128,
  decoderUnits: 256,
  /** Longest sentence. */
  longest: 50,
} as const;

// <pad>, <unk>, <s> and </s> come first.
const FIRST_WORD = 4;

/** Ids of a sentence in both languages. */
export interface SentencePair {
  readonly source: readonly number[];
  readonly target: readonly number[];
}

/**
 * Draws sentences: words as frequent as in Zipf's law, about 14 in a sentence. The translation has another word for each, and
 * some neighbours change places.
 */
export function drawSentences(count: number, seed: number): SentencePair[] {
  const random = Random.fromSeed(seed);
  return Array.from({ length: count }, () => {
    const source = Array.from({ length: drawLength(random) }, () => drawWord(random));
    const target = source.map(translateWord);
    for (let at = 0; at + 1 < target.length; at++) {
      // What is an adjective here comes after its noun there.
      if ((source[at] as number) % 5 !== 0) continue;
      [target[at], target[at + 1]] = [target[at + 1] as number, target[at] as number];
      at++;
    }
    return { source, target };
  });
}

/** Log-normal with median 12, from 2 to the longest. */
function drawLength(random: Random): number {
  const normal =
    Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const length = Math.round(12 * Math.exp(0.5 * normal));
  return Math.max(2, Math.min(TASK.longest, length));
}

/** Zipf's law by inverting its integral: P(rank <= r) = log(1 + r / q) / log(1 + n / q). */
function drawWord(random: Random): number {
  const [words, offset] = [TASK.vocabularySize - FIRST_WORD, 20];
  const rank = offset * ((1 + words / offset) ** random.uniform() - 1);
  return FIRST_WORD + Math.min(words - 1, Math.floor(rank));
}

/** Another word about as frequent. */
function translateWord(word: number): number {
  const rank = word - FIRST_WORD;
  const last = TASK.vocabularySize - FIRST_WORD - 1;
  return FIRST_WORD + Math.min(last, rank ^ 5);
}

/** A model of that size, its weights drawn from `seed`. */
export function buildModel(seed: number): EncoderDecoder {
  const { vocabularySize, embeddingSize, encoderUnits, decoderUnits } = TASK;
  const random = Random.fromSeed(seed);
  const tokens = { kind: "tokens", vocabularySize, embeddingSize } as const;
  return new EncoderDecoder(
    {
      source: tokens,
      target: tokens,
      encoder: { units: encoderUnits, direction: "concatenate" },
      decoder: { units: decoderUnits },
      attention: { score: "general" },
    },
    () => random.uniform(),
  );
}

/** Teaches the model; enough steps for hypotheses that end. @returns The last loss of a token, in nats. */
export function teach(
  model: EncoderDecoder,
  { steps, seed }: { readonly steps: number; readonly seed: number },
): number {
  const batchSize = 64;
  const pairs = drawSentences(Math.min(steps, 400) * batchSize, seed);
  const batches = lengthBuckets(
    pairs.map(({ source, target }) => [source.length, target.length]),
    { batchSize, random: Random.fromSeed(seed) },
  );
  const { variables } = model.parameters;
  const slots = [0, 1].map(() =>
    variables.map((variable) => tf.variable(tf.zeros(variable.shape), false)),
  );
  let loss = Number.NaN;
  for (let step = 1; step <= steps; step++) {
    const rows = (batches[step % batches.length] ?? []).map(
      (index) => pairs[index] as SentencePair,
    );
    const target = padSequences(rows.map((row) => [START_ID, ...row.target, END_ID]));
    const source = padSequences(rows.map((row) => [...row.source]));
    const tokenCount = target.tokenCount - rows.length;
    const { value, grads } = tf.variableGrads(
      () =>
        tf.div(
          model.loss({ source: tokenTensors(source), target: tokenTensors(target) }),
          tokenCount,
        ) as tf.Scalar,
      variables,
    );
    const report = optimizerStep({
      rule: "adam",
      variables,
      gradients: variables.map(({ name }) => grads[name] as tf.Tensor),
      slots,
      learningRate: 3e-3 * Math.min(1, step / 50),
      step,
      clipNorm: 5,
    });
    loss = value.dataSync()[0] ?? Number.NaN;
    tf.dispose([value, report, grads]);
  }
  tf.dispose(slots);
  return loss;
}

/** What a worker is started with. */
export interface DecodingSettings {
  /** Files: weights in safetensors, source sentences and hypotheses in JSON. */
  readonly weights: string;
  readonly sources: string;
  readonly output: string;
  readonly batchSize: number;
  /** 1 is greedy search. */
  readonly beamSize: number;
  readonly maximumLength: number;
  readonly threads: number;
  /** PyTorch: sources that have ended leave the batch. */
  readonly compact: boolean;
}
