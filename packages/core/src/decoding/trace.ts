/** The tokens of all hypotheses of a search, shared where hypotheses share a beginning. */

/** What leads to one place of a {@link Trace}. */
export interface Path {
  readonly ids: number[];
  /** log P of each token given those before it, in nats. */
  readonly logProbabilities: number[];
  /** Weights of the source tokens at each token; empty without attention. */
  readonly attention: Float32Array[];
}

/** The place before the first token. */
export const ROOT = -1;

/** Tokens with a pointer each to the one before. */
export class Trace {
  #parents = new Int32Array(256);
  #ids = new Int32Array(256);
  #logProbabilities = new Float32Array(256);
  readonly #attention: Float32Array[] = [];
  #length = 0;

  /** Writes a token after the place `parent`. @returns The token's place. */
  push(parent: number, id: number, logProbability: number, attention?: Float32Array): number {
    const place = this.#length++;
    if (place === this.#ids.length) this.#grow();
    this.#parents[place] = parent;
    this.#ids[place] = id;
    this.#logProbabilities[place] = logProbability;
    if (attention) this.#attention[place] = attention;
    return place;
  }

  /** All tokens from the first to the one at `place`. */
  path(place: number): Path {
    const path: Path = { ids: [], logProbabilities: [], attention: [] };
    for (let at = place; at !== ROOT; at = this.#parents[at] as number) {
      path.ids.push(this.#ids[at] as number);
      path.logProbabilities.push(this.#logProbabilities[at] as number);
      const attention = this.#attention[at];
      if (attention) path.attention.push(attention);
    }
    for (const values of Object.values(path)) values.reverse();
    return path;
  }

  #grow(): void {
    const grown = <Values extends Int32Array | Float32Array>(from: Values, to: Values): Values => {
      to.set(from);
      return to;
    };
    const size = 2 * this.#length;
    this.#parents = grown(this.#parents, new Int32Array(size));
    this.#ids = grown(this.#ids, new Int32Array(size));
    this.#logProbabilities = grown(this.#logProbabilities, new Float32Array(size));
  }
}
