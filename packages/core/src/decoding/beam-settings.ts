/** What the parts of beam search share. */
import type { LengthPenalty } from "./length-penalty.ts";
import type { PhraseProgress, RequiredPhrases } from "./required-phrases.ts";
import type { NextTokenRules } from "./token-rules.ts";

/** When a search ends: see `BeamSearchOptions.stopping`. */
export type Stopping = "beam" | "optimal";

/** Settings of one beam. */
export interface BeamSettings {
  /** The source, by its place in the batch. */
  readonly source: number;
  readonly size: number;
  /** How many hypotheses are wanted. */
  readonly nBest: number;
  readonly startId: number;
  readonly endId: number;
  readonly rules: NextTokenRules;
  readonly phrases: RequiredPhrases | undefined;
  readonly lengthPenalty: LengthPenalty;
  /** Factor of the coverage penalty. */
  readonly coverageWeight: number;
  /** Source positions that are no padding; undefined: all. */
  readonly sourceLength: number | undefined;
  readonly stopping: Stopping;
  /** Hypotheses carry their attention weights. */
  readonly attention: boolean;
  /** What a token loses for each hypothesis of other groups that wrote it at the same step. */
  readonly diversity: number;
}

/** A hypothesis that goes on. */
export interface LiveHypothesis {
  /** Its last token in the trace. */
  readonly place: number;
  readonly lastId: number;
  /** Sum over its tokens. */
  readonly logProbability: number;
  /** The row that it continues, among those of its source. */
  readonly parent: number;
  /** Present when phrases are required. */
  readonly progress: PhraseProgress | undefined;
}
