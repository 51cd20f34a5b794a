/** The beam of one source, or of one of its groups: what is open, what has ended, and what comes next. */
import type { BeamSettings, LiveHypothesis } from "./beam-settings.ts";
import type { Candidate } from "./candidate-list.ts";
import { coveragePenaltyOf } from "./coverage-penalty.ts";
import { type Hypothesis, hypothesisOf } from "./hypothesis.ts";
import { lengthPenaltyOf } from "./length-penalty.ts";
import { nextCandidates } from "./next-candidates.ts";
import { attentionOf } from "./step-reading.ts";
import type { Advance, OpenRow } from "./step-runner.ts";
import type { Suppressed } from "./token-rules.ts";
import { ROOT, Trace } from "./trace.ts";

/** Where the rows of a beam are in a reading, and what was written beside them. */
export interface TakeOptions {
  /** The row of the first open hypothesis in the reading. */
  readonly firstRow: number;
  /** The same row, counted from the first one of the source. */
  readonly firstParent: number;
  /** Tokens that other groups wrote at this step, with how often. */
  readonly written: ReadonlyMap<number, number>;
}

interface EndedHypothesis {
  readonly place: number;
  readonly logProbability: number;
  readonly score: number;
  readonly finished: boolean;
}

/** Hypotheses of one source that compete. */
export class Beam {
  readonly #settings: BeamSettings;
  readonly #trace = new Trace();
  #live: readonly LiveHypothesis[];
  #suppressed: readonly Suppressed[] = [];
  /** Best first. */
  #finished: EndedHypothesis[] = [];
  #cut: readonly EndedHypothesis[] = [];
  #length = 0;

  constructor(settings: BeamSettings) {
    this.#settings = settings;
    const progress = settings.phrases?.start;
    const lastId = settings.startId;
    this.#live = [{ place: ROOT, lastId, logProbability: 0, parent: 0, progress }];
    this.#suppressed = this.#findSuppressed();
  }

  /** The hypotheses that go on. */
  get live(): readonly LiveHypothesis[] {
    return this.#live;
  }

  /** The open hypotheses, for the next step. */
  openRows(): OpenRow[] {
    const { rules, source, phrases } = this.#settings;
    const forced = rules.forced(source, this.#length);
    return this.#live.map(({ lastId, parent, progress }) => ({
      id: lastId,
      parent,
      picked: forced === undefined ? progress && phrases?.nextIds(progress) : [forced],
    }));
  }

  /** So many of the most probable tokens of each row hold all that this beam may need. */
  get neededTokens(): number {
    // Of one row at most a whole beam and the end, after all that is suppressed.
    return this.#settings.size + 1 + Math.max(0, ...this.#suppressed.map(({ count }) => count));
  }

  /** Writes the next token of every open hypothesis. */
  take(reading: Advance, { firstRow, firstParent, written }: TakeOptions): void {
    const { rules, source, size, endId, phrases } = this.#settings;
    const isLast = this.#length === rules.maximumLength(source);
    const candidates = nextCandidates({
      settings: this.#settings,
      live: this.#live,
      length: this.#length,
      suppressed: this.#suppressed,
      reading,
      firstRow,
      written,
    });
    const ended = new Set<number>();
    const next: LiveHypothesis[] = [];
    for (const [rank, candidate] of candidates.entries()) {
      const { row, id } = candidate;
      if (id === endId ? rank >= size : isLast || next.length === size) continue;
      const from = this.#live[row] as LiveHypothesis;
      const place = this.#write(from, candidate, reading, firstRow + row);
      const logProbability = from.logProbability + candidate.tokenLogProbability;
      if (id === endId) {
        this.#finish(place, logProbability);
        ended.add(row);
      } else {
        const progress = from.progress && phrases?.advance(from.progress, id);
        next.push({ place, lastId: id, logProbability, parent: firstParent + row, progress });
      }
    }
    // At the maximum length, or where all that could follow is forbidden.
    if (next.length === 0) {
      this.#cut = this.#live
        .filter((_, row) => !ended.has(row))
        .map(({ place, logProbability }) => this.#ended(place, logProbability, false))
        .sort((a, b) => b.score - a.score);
    }
    this.#length++;
    this.#live = this.#promising(next);
    this.#suppressed = this.#findSuppressed();
  }

  /** The best hypotheses: finished ones before those that were cut, each by score. */
  best(): Hypothesis[] {
    const { nBest, attention } = this.#settings;
    return [...this.#finished, ...this.#cut]
      .slice(0, nBest)
      .map((ended) => hypothesisOf(this.#trace.path(ended.place), { ...ended, attention }));
  }

  #findSuppressed(): readonly Suppressed[] {
    const { rules } = this.#settings;
    return this.#live.map(({ place }) =>
      rules.suppressed(this.#length, rules.needsHistory ? this.#trace.path(place).ids : []),
    );
  }

  #write(from: LiveHypothesis, candidate: Candidate, reading: Advance, row: number): number {
    const attention = attentionOf(reading, row, this.#settings.sourceLength);
    return this.#trace.push(from.place, candidate.id, candidate.tokenLogProbability, attention);
  }

  #finish(place: number, logProbability: number): void {
    const ended = this.#ended(place, logProbability, true);
    const worse = this.#finished.findIndex(({ score }) => score < ended.score);
    this.#finished.splice(worse === -1 ? this.#finished.length : worse, 0, ended);
  }

  #ended(place: number, logProbability: number, finished: boolean): EndedHypothesis {
    const { lengthPenalty, coverageWeight } = this.#settings;
    const length = Math.max(1, this.#length + (finished ? 1 : 0));
    let score = logProbability / lengthPenaltyOf(length, lengthPenalty);
    if (coverageWeight > 0) {
      const { attention } = this.#trace.path(place);
      score += coverageWeight * coveragePenaltyOf(attention, attention[0]?.length ?? 0);
    }
    return { place, logProbability, score, finished };
  }

  /** Those that may still become one of the n best; none when the search may end. */
  #promising(next: readonly LiveHypothesis[]): readonly LiveHypothesis[] {
    const { stopping, size, nBest, rules, source, lengthPenalty } = this.#settings;
    const worst = this.#finished[nBest - 1];
    if (!worst) return next;
    if (stopping === "beam" && this.#finished.length >= size) return [];
    // Tokens only take probability away, and the largest divisor is that of the longest hypothesis.
    const divisor = lengthPenaltyOf(rules.maximumLength(source) + 1, lengthPenalty);
    const promising = next.filter(({ logProbability }) => logProbability / divisor > worst.score);
    // Groups and phrases let worse hypotheses take the places of better ones: there all go on together.
    const isPlain = this.#settings.diversity === 0 && !this.#settings.phrases;
    return isPlain || promising.length === 0 ? promising : next;
  }
}
