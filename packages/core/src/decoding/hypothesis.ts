/** What a search gives back. */
import type { Path } from "./trace.ts";

/** One decoded sequence. */
export interface Hypothesis {
  /** Token ids without start and end. */
  readonly ids: readonly number[];
  /** log P(ids, end | source), in nats, <= 0; of a sequence that was cut, without the end. */
  readonly logProbability: number;
  /** log P of each token given those before it, the end of a finished sequence included. */
  readonly tokenLogProbabilities: readonly number[];
  /** What hypotheses are ranked by: {@link Hypothesis.logProbability} after the penalties. */
  readonly score: number;
  /** False when the sequence was cut at the maximum length, or when all that could follow was forbidden. */
  readonly finished: boolean;
  /** Weights of the source tokens at each token of {@link Hypothesis.ids}, `[ids.length][sourceLength]`; when asked for. */
  readonly attention?: readonly Float32Array[] | undefined;
}

/** Makes a hypothesis of a path, whose last token is the end when it is finished. */
export function hypothesisOf(
  path: Path,
  options: {
    readonly finished: boolean;
    readonly logProbability: number;
    readonly score: number;
    readonly attention: boolean;
  },
): Hypothesis {
  const { finished, logProbability, score, attention } = options;
  const length = path.ids.length - (finished ? 1 : 0);
  return {
    ids: path.ids.slice(0, length),
    logProbability,
    tokenLogProbabilities: path.logProbabilities,
    score,
    finished,
    ...(attention && { attention: path.attention.slice(0, length) }),
  };
}
