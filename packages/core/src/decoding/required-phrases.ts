/** Phrases that a hypothesis must contain: how far it is with them. */
import { checkWritable, type TokenRules } from "./token-rules.ts";

/** How far a hypothesis is with the required phrases of its source. */
export interface PhraseProgress {
  /** The phrases that were written, by index. */
  readonly met: ReadonlySet<number>;
  /** What was written last as far as it begins a phrase that is not met. */
  readonly begun: readonly number[];
  /** Tokens still to be written. */
  readonly remaining: number;
}

/** The required phrases of one source. Each is met by tokens of its own: phrases do not share tokens. */
export class RequiredPhrases {
  readonly #phrases: readonly (readonly number[])[];
  /** Tokens of all phrases together. */
  readonly tokenCount: number;
  /** Before the first token. */
  readonly start: PhraseProgress;

  /** @throws {RangeError} If a phrase is empty or holds the end or a banned token. */
  constructor(
    phrases: readonly (readonly number[])[],
    rules: Pick<TokenRules, "bannedIds"> & { readonly endId: number },
  ) {
    for (const phrase of phrases) {
      if (phrase.length === 0) {
        throw new RangeError("Cannot decode: a required phrase must have tokens, got none");
      }
      checkWritable("a required phrase", phrase, rules);
    }
    this.#phrases = phrases;
    this.tokenCount = phrases.reduce((sum, { length }) => sum + length, 0);
    this.start = { met: new Set(), begun: [], remaining: this.tokenCount };
  }

  /** The tokens that bring a hypothesis further: they go on with a phrase, or begin one. */
  nextIds({ met, begun }: PhraseProgress): number[] {
    const next = this.#phrases
      .filter((phrase, index) => !met.has(index) && startsWith(phrase, begun))
      .map((phrase) => phrase[begun.length] as number);
    return [...new Set(next)];
  }

  /** The progress after one more token. */
  advance(progress: PhraseProgress, id: number): PhraseProgress {
    if (progress.remaining === 0) return progress;
    const { met } = progress;
    // The longest end of the text that begins a phrase, or is one.
    for (let text = [...progress.begun, id]; text.length > 0; text = text.slice(1)) {
      const fits = (phrase: readonly number[], index: number): boolean =>
        !met.has(index) && startsWith(phrase, text);
      const done = this.#phrases.findIndex(
        (phrase, index) => phrase.length === text.length && fits(phrase, index),
      );
      if (done !== -1) return this.#progress(new Set(met).add(done), []);
      if (this.#phrases.some(fits)) return this.#progress(met, text);
    }
    return this.#progress(met, []);
  }

  #progress(met: ReadonlySet<number>, begun: readonly number[]): PhraseProgress {
    const unmet = this.#phrases.filter((_, index) => !met.has(index));
    const tokens = unmet.reduce((sum, { length }) => sum + length, 0);
    return { met, begun, remaining: tokens - begun.length };
  }
}

function startsWith(phrase: readonly number[], beginning: readonly number[]): boolean {
  return beginning.every((id, place) => phrase[place] === id);
}
