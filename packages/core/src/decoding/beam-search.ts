/** Beam search: the best hypotheses of each source, several at once. */
import type { tf } from "../backend/tf.ts";
import { Beam } from "./beam.ts";
import type { Stopping } from "./beam-settings.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { type LengthPenalty, lengthPenaltyOf } from "./length-penalty.ts";
import { RequiredPhrases } from "./required-phrases.ts";
import type { SearchStart } from "./step.ts";
import { type Advance, type OpenSource, StepRunner } from "./step-runner.ts";
import { checkOnePerSource, NextTokenRules, type TokenRules } from "./token-rules.ts";

/** Options of {@link beamSearch}. */
export interface BeamSearchOptions<
  States extends tf.TensorContainer,
  Memory extends tf.TensorContainer,
> extends SearchStart<States, Memory>,
    TokenRules {
  /** Hypotheses that are followed at each step. */
  readonly beamSize: number;
  /** Hypotheses given back for each source, at most the beam's size. @default 1 */
  readonly nBest?: number | undefined;
  /** @default { kind: "none" } */
  readonly lengthPenalty?: LengthPenalty | undefined;
  /**
   * Factor of the coverage penalty that is added to the score of a hypothesis, >= 0 (Wu et al. 2016, section 7); above 0 the
   * decoder must have attention.
   *
   * @default 0
   */
  readonly coverageWeight?: number | undefined;
  /** Phrases that the hypotheses of each source must contain, each with tokens of its own. @default none */
  readonly requiredPhrases?: readonly (readonly (readonly number[])[])[] | undefined;
  /** Splits the beam into groups that avoid each other's tokens (Vijayakumar et al. 2018). @default one group */
  readonly diversity?: BeamDiversity | undefined;
  /**
   * `beam`: ends when as many hypotheses as the beam's size have finished; `optimal`: only when no open one can still
   * become one of the n best (Huang et al. 2017, https://arxiv.org/abs/1809.00069).
   *
   * @default "beam"
   */
  readonly stopping?: Stopping | undefined;
  /** Gives the attention weights of every hypothesis. @default false */
  readonly attention?: boolean | undefined;
  /** Tokens of each source: later positions are padding and no part of attention and coverage. @default all positions */
  readonly sourceLengths?: readonly number[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Groups of a beam. */
export interface BeamDiversity {
  /** Groups of equal size. */
  readonly groups: number;
  /** What a token loses, in nats, for each hypothesis of an earlier group that wrote it at the same step. @default 0.5 */
  readonly strength?: number | undefined;
}

/**
 * Follows the `beamSize` most probable hypotheses of every source until the best ones are known.
 *
 *     score = log P(ids, end | source) / lengthPenalty(length) + coverageWeight * coveragePenalty
 *
 * Ended hypotheses and sources take no part in later steps, and hypotheses that can no longer become one of the n best are
 * dropped: with `stopping: "optimal"` the result is that of going on to the maximum length. Required phrases are found by dynamic
 * beam allocation; they may repeat n-grams.
 *
 * Source: Sutskever et al. 2014, https://arxiv.org/abs/1409.3215, section 3.2; penalties: Wu et al. 2016,
 * https://arxiv.org/abs/1609.08144, section 7; groups: Vijayakumar et al. 2018, https://arxiv.org/abs/1610.02424; phrases:
 * Post and Vilar 2018, https://arxiv.org/abs/1804.06609.
 *
 * @returns For each source its hypotheses, the best first: finished ones, then those that were cut, each by score.
 * @throws {RangeError} If an option is out of its range, or the options contradict each other.
 * @throws What `signal` was aborted with.
 *
 * @example
 * ```ts
 * import { beamSearch, loadEngine, softmaxTokens, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * // Probabilities of <s>, </s>, a, b after each of them: "a" is likely at first, but "b" leads to the best sequence.
 * const probabilities = tf.tensor2d([
 *   [0, 0, 0.6, 0.4],
 *   [0, 1, 0, 0],
 *   [0, 0.4, 0.3, 0.3],
 *   [0, 0.9, 0.1, 0],
 * ]);
 * const [nBest] = await beamSearch({
 *   step: (ids, states) => ({ next: softmaxTokens(tf.log(tf.gather(probabilities, ids))), states }),
 *   states: [],
 *   batchSize: 1,
 *   startId: 0,
 *   endId: 1,
 *   maximumLength: 5,
 *   beamSize: 2,
 *   nBest: 2,
 * });
 * probabilities.dispose();
 * assert.deepEqual(nBest?.map(({ ids }) => ids), [[3], [2]]);
 * assert.closeTo(nBest?.[0]?.logProbability ?? 0, Math.log(0.4 * 0.9), 1e-5);
 * ```
 */
export async function beamSearch<
  States extends tf.TensorContainer,
  Memory extends tf.TensorContainer,
>(options: BeamSearchOptions<States, Memory>): Promise<Hypothesis[][]> {
  const searches = makeSearches(options);
  const runner = new StepRunner(options);
  const attention = options.attention || (options.coverageWeight ?? 0) > 0;
  try {
    let open = searches;
    while (open.length > 0) {
      const top = Math.max(...open.map(({ neededTokens }) => neededTokens));
      const reading = await runner.advance(
        open.map((search) => search.openRows()),
        { top, attention },
      );
      for (const [place, search] of open.entries()) search.take(reading, place * reading.width);
      open = open.filter(({ isOpen }) => isOpen);
    }
  } finally {
    runner.dispose();
  }
  return searches.map((search) => search.best());
}

/** The groups of one source's beam. */
class SourceSearch {
  readonly #source: number;
  readonly #nBest: number;
  readonly #groups: readonly Beam[];

  constructor(source: number, nBest: number, groups: readonly Beam[]) {
    this.#source = source;
    this.#nBest = nBest;
    this.#groups = groups;
  }

  get isOpen(): boolean {
    return this.#groups.some(({ live }) => live.length > 0);
  }

  get neededTokens(): number {
    // What other groups wrote may push as many tokens of a row back.
    return this.#groups.reduce((sum, group) => sum + group.neededTokens, 0);
  }

  openRows(): OpenSource {
    return { source: this.#source, rows: this.#groups.flatMap((group) => group.openRows()) };
  }

  take(reading: Advance, firstRow: number): void {
    const written = new Map<number, number>();
    let firstParent = 0;
    for (const group of this.#groups) {
      const { length } = group.live;
      if (length === 0) continue;
      group.take(reading, { firstRow: firstRow + firstParent, firstParent, written });
      for (const { lastId } of group.live) written.set(lastId, (written.get(lastId) ?? 0) + 1);
      firstParent += length;
    }
  }

  best(): Hypothesis[] {
    return this.#groups
      .flatMap((group) => group.best())
      .sort((a, b) => Number(b.finished) - Number(a.finished) || b.score - a.score)
      .slice(0, this.#nBest);
  }
}

function makeSearches<States extends tf.TensorContainer, Memory extends tf.TensorContainer>(
  options: BeamSearchOptions<States, Memory>,
): SourceSearch[] {
  checkOptions(options);
  const { batchSize, beamSize, startId, endId, nBest = 1, diversity } = options;
  const { lengthPenalty = { kind: "none" }, coverageWeight = 0, sourceLengths } = options;
  const { groups = 1, strength = 0.5 } = diversity ?? {};
  const rules = new NextTokenRules(options);
  return Array.from({ length: batchSize }, (_, source) => {
    const required = options.requiredPhrases?.[source] ?? [];
    const phrases = required.length > 0 ? new RequiredPhrases(required, options) : undefined;
    checkRoom(phrases, source, rules);
    const size = beamSize / groups;
    const makeBeam = (): Beam =>
      new Beam({
        source,
        size,
        nBest: Math.min(nBest, size),
        startId,
        endId,
        rules,
        phrases,
        lengthPenalty,
        coverageWeight,
        sourceLength: sourceLengths?.[source],
        stopping: options.stopping ?? "beam",
        attention: options.attention ?? false,
        diversity: diversity ? strength : 0,
      });
    return new SourceSearch(source, nBest, Array.from({ length: groups }, makeBeam));
  });
}

function checkRoom(
  phrases: RequiredPhrases | undefined,
  source: number,
  rules: NextTokenRules,
): void {
  let room = rules.maximumLength(source);
  while (rules.forced(source, rules.maximumLength(source) - room) !== undefined) room--;
  if (phrases && phrases.tokenCount > room) {
    throw new RangeError(
      `Cannot decode: the required phrases must fit into ${room} tokens, got ${phrases.tokenCount}`,
    );
  }
}

function checkOptions<States extends tf.TensorContainer, Memory extends tf.TensorContainer>(
  options: BeamSearchOptions<States, Memory>,
): void {
  const { beamSize, nBest = 1, coverageWeight = 0, batchSize, diversity, lengthPenalty } = options;
  const { groups = 1, strength = 0 } = diversity ?? {};
  if (!Number.isInteger(beamSize) || beamSize < 1) {
    throw new RangeError(`Cannot decode: beamSize must be a positive integer, got ${beamSize}`);
  }
  if (!Number.isInteger(nBest) || nBest < 1 || nBest > beamSize) {
    throw new RangeError(
      `Cannot decode: nBest must be from 1 to beamSize ${beamSize}, got ${nBest}`,
    );
  }
  if (!Number.isInteger(groups) || groups < 1 || beamSize % groups !== 0) {
    throw new RangeError(
      `Cannot decode: diversity.groups must divide beamSize ${beamSize}, got ${groups}`,
    );
  }
  if (!(strength >= 0)) {
    throw new RangeError(`Cannot decode: diversity.strength must be 0 or more, got ${strength}`);
  }
  if (!(coverageWeight >= 0)) {
    throw new RangeError(`Cannot decode: coverageWeight must be 0 or more, got ${coverageWeight}`);
  }
  if (lengthPenalty) lengthPenaltyOf(1, lengthPenalty);
  for (const name of ["requiredPhrases", "sourceLengths"] as const) {
    const values = options[name];
    if (values) checkOnePerSource(name, values, batchSize);
  }
}
