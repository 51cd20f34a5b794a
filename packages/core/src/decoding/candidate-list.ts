/** The best candidates of a step, best first; of equal ones the first that was offered. */

/** One more token for one of the live hypotheses. */
export interface Candidate {
  /** The hypothesis, by its place among the live ones. */
  readonly row: number;
  readonly id: number;
  /** log P of the token. */
  readonly tokenLogProbability: number;
  /** What candidates are ranked by. */
  readonly score: number;
}

/** Keeps so many candidates and forgets worse ones. */
export class CandidateList {
  readonly #capacity: number;
  readonly #candidates: Candidate[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Best first. */
  get candidates(): readonly Candidate[] {
    return this.#candidates;
  }

  /** True when a candidate of this score would be forgotten at once. */
  refuses(score: number): boolean {
    return (
      this.#candidates.length === this.#capacity &&
      !(score > (this.#candidates[this.#capacity - 1] as Candidate).score)
    );
  }

  /** Takes a candidate in unless it is refused. */
  offer(candidate: Candidate): void {
    if (this.refuses(candidate.score)) return;
    if (this.#candidates.length === this.#capacity) this.#candidates.pop();
    let place = this.#candidates.length;
    for (; place > 0; place--) {
      const before = this.#candidates[place - 1] as Candidate;
      if (!(candidate.score > before.score)) break;
      this.#candidates[place] = before;
    }
    this.#candidates[place] = candidate;
  }
}
