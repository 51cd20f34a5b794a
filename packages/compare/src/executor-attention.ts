/** What a model that executes programs looks at while it writes. */
import {
  END_ID,
  greedySearch,
  PAD_ID,
  padSequences,
  START_ID,
  tf,
  tokenTensors,
  UNKNOWN_ID,
} from "@encdec/core";
import type { AttentionWeights } from "@encdec/core/charts";
import type { Executor } from "@encdec/learn-to-execute";

/** Most characters of an answer in a picture. */
const LONGEST = 24;

/**
 * Attention of the answers to programs, in the order in which characters are read; nothing for models without it.
 *
 * @param sources In the form that the model was trained on.
 */
export async function executorAttention(
  executor: Executor,
  sources: readonly string[],
): Promise<AttentionWeights[]> {
  if (executor.config.model.attention === "none") return [];
  const found: AttentionWeights[] = [];
  for (const source of sources) found.push(await attentionOf(executor, source));
  return found.filter(({ target }) => target.length > 0);
}

async function attentionOf(
  { encoder, model }: Executor,
  source: string,
): Promise<AttentionWeights> {
  const ids = encoder.encodeSource(source);
  const start = tf.tidy(() => model.start(tokenTensors(padSequences([ids]))));
  const packed = model.packDecoder();
  try {
    const [best] = await greedySearch({
      ...start,
      step: (tokens, states, memory) => model.step(tokens, states, memory, packed),
      batchSize: 1,
      startId: START_ID,
      endId: END_ID,
      maximumLength: LONGEST,
      minimumLength: 1,
      bannedIds: [PAD_ID, START_ID, UNKNOWN_ID],
      attention: true,
    });
    return {
      source: encoder.vocabulary.decode(ids).map(visible),
      target: encoder.vocabulary.decode(best?.ids ?? []).map(visible),
      weights: (best?.attention ?? []).map((weights) => [...weights].slice(0, ids.length)),
    };
  } finally {
    tf.dispose([start, packed]);
  }
}

function visible(character: string): string {
  return { "\n": "⏎", " ": "␣" }[character] ?? character;
}
