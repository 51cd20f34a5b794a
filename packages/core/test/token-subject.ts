/** Sequences of tokens to be written backwards. */
import { tf } from "../src/backend/tf.ts";
import { padSequences } from "../src/data/padding.ts";
import { Random } from "../src/data/random.ts";
import { tokenTensors } from "../src/data/token-tensors.ts";
import { greedySearch } from "../src/decoding/greedy-search.ts";
import type { EncoderDecoderConfig } from "../src/model/config.ts";
import { EncoderDecoder, type SequencePair } from "../src/model/encoder-decoder.ts";
import type { Subject } from "./examine.ts";

const [START, END, TOKENS] = [2, 3, 10];
const random = Random.fromSeed(4);

/** 20 sequences of 2 to 4 tokens from 4 to 9. */
export const SOURCES: readonly (readonly number[])[] = Array.from({ length: 20 }, () =>
  Array.from({ length: 2 + random.integer(3) }, () => 4 + random.integer(6)),
);
/** The same backwards. */
export const TARGETS: readonly (readonly number[])[] = SOURCES.map((source) =>
  [...source].reverse(),
);

/** Tokens of source and target. */
export const TOKENS_CONFIG = { kind: "tokens", vocabularySize: TOKENS, embeddingSize: 8 } as const;

/** A model of tokens with the first examples; with `copy`, the three last tokens are unknown to the target vocabulary. */
export function tokenSubject(
  config: EncoderDecoderConfig,
  seed: number,
  count: number = SOURCES.length,
): Subject {
  const weights = Random.fromSeed(seed);
  const model = new EncoderDecoder(config, () => weights.uniform());
  return {
    model,
    loss: (extraSteps) => model.loss(examples(config, count, extraSteps)),
    outputs(extraSteps) {
      const batch = examples(config, count, extraSteps);
      const mask = tf.slice(batch.target.mask as tf.Tensor2D, [0, 1], [count, 5]);
      const classes = config.copy ? 7 : TOKENS;
      const logits = tf.slice(model.logits(batch), [0, 0, 0], [count, 5, classes]);
      return tf.mul(logits, tf.expandDims(mask, 2));
    },
    write: () => write(model, config, count),
  };
}

function examples(config: EncoderDecoderConfig, count: number, extraSteps: number): SequencePair {
  const source = tokenTensors(padSequences(SOURCES.slice(0, count), { steps: 4 + extraSteps }));
  const targets = TARGETS.slice(0, count).map((target) => [START, ...target, END]);
  return {
    source: config.copy ? { ...source, copyIds: source.ids } : source,
    target: tokenTensors(padSequences(targets, { steps: 6 + extraSteps })),
  };
}

async function write(
  model: EncoderDecoder,
  config: EncoderDecoderConfig,
  count: number,
): Promise<unknown> {
  const { states, memory } = tf.tidy(() => model.start(examples(config, count, 0).source));
  const packed = model.packDecoder();
  const hypotheses = await greedySearch({
    step: (ids, current, lookup) => model.step(ids, current, lookup, packed),
    states,
    memory,
    batchSize: count,
    startId: START,
    endId: END,
    maximumLength: 6,
  });
  tf.dispose([states, memory, packed]);
  return hypotheses.map(({ ids }) => ids);
}
