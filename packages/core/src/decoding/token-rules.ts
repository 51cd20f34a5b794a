/** Which tokens may come next. */

/** Rules about single tokens, the same in every search. */
export interface TokenRules {
  /** Most tokens to write, without the end; one number, or one for each source. */
  readonly maximumLength: number | readonly number[];
  /** Fewest tokens to write, without the end. @default 0 */
  readonly minimumLength?: number | undefined;
  /** Tokens that are never written. @default none */
  readonly bannedIds?: readonly number[] | undefined;
  /**
   * No n tokens in a row are written twice (Paulus et al. 2018, https://arxiv.org/abs/1705.04304, section 2.5); 0 allows it.
   *
   * @default 0
   */
  readonly noRepeatNgramSize?: number | undefined;
  /** What the hypotheses of each source begin with. @default nothing */
  readonly forcedPrefixes?: readonly (readonly number[])[] | undefined;
}

/** The tokens that may not come next: those that are never written, and some more. */
export interface Suppressed {
  /** At most so many. */
  readonly count: number;
  readonly has: (id: number) => boolean;
}

/** Rules in the form that a search asks for at each step. */
export class NextTokenRules {
  readonly #maximumLengths: readonly number[];
  readonly #minimumLength: number;
  readonly #ngramSize: number;
  readonly #prefixes: readonly (readonly number[])[];
  /** What is suppressed whatever was written: before the minimum length, and after it. */
  readonly #early: Suppressed;
  readonly #late: Suppressed;

  /** @throws {RangeError} If the rules contradict each other. */
  constructor(rules: TokenRules & { readonly endId: number; readonly batchSize: number }) {
    this.#maximumLengths = maximumLengthsOf(rules);
    checkRules(rules, this.#maximumLengths);
    this.#minimumLength = rules.minimumLength ?? 0;
    const banned = new Set(rules.bannedIds);
    const bannedOrEnd = new Set(banned).add(rules.endId);
    this.#early = { count: bannedOrEnd.size, has: (id) => bannedOrEnd.has(id) };
    this.#late = { count: banned.size, has: (id) => banned.has(id) };
    this.#ngramSize = rules.noRepeatNgramSize ?? 0;
    this.#prefixes = rules.forcedPrefixes ?? [];
  }

  /** True when {@link NextTokenRules.suppressed} looks at what was written. */
  get needsHistory(): boolean {
    return this.#ngramSize > 0;
  }

  /** Most tokens that hypotheses of a source may have. */
  maximumLength(source: number): number {
    return this.#maximumLengths[source] as number;
  }

  /** The token that a source's hypothesis of so many tokens must write next. */
  forced(source: number, length: number): number | undefined {
    return this.#prefixes[source]?.[length];
  }

  /** The tokens that may not follow `length` tokens; their ids are needed if {@link NextTokenRules.needsHistory}. */
  suppressed(length: number, ids: readonly number[]): Suppressed {
    const always = length < this.#minimumLength ? this.#early : this.#late;
    if (this.#ngramSize === 0) return always;
    const repeating = repeatingIds(ids, this.#ngramSize);
    return {
      count: always.count + repeating.size,
      has: (id) => always.has(id) || repeating.has(id),
    };
  }
}

/** The ids that would end an n-gram that was written before. */
function repeatingIds(ids: readonly number[], size: number): ReadonlySet<number> {
  const repeating = new Set<number>();
  const tail = ids.length - size + 1; // where the last size - 1 tokens begin
  for (let start = 0; start < tail; start++) {
    let same = 0;
    while (same < size - 1 && ids[start + same] === ids[tail + same]) same++;
    if (same === size - 1) repeating.add(ids[start + same] as number);
  }
  return repeating;
}

type RulesOfBatch = TokenRules & { readonly endId: number; readonly batchSize: number };

function maximumLengthsOf({ maximumLength, batchSize }: RulesOfBatch): readonly number[] {
  if (typeof maximumLength === "number") {
    return new Array<number>(batchSize).fill(maximumLength);
  }
  checkOnePerSource("maximumLength", maximumLength, batchSize);
  return maximumLength;
}

function checkRules(rules: RulesOfBatch, maximumLengths: readonly number[]): void {
  const { minimumLength = 0, noRepeatNgramSize = 0, forcedPrefixes, batchSize } = rules;
  for (const maximumLength of maximumLengths) checkWhole("maximumLength", maximumLength);
  checkWhole("minimumLength", minimumLength);
  checkWhole("noRepeatNgramSize", noRepeatNgramSize);
  const shortest = Math.min(...maximumLengths);
  if (minimumLength > shortest) {
    throw new RangeError(
      `Cannot decode: minimumLength must not be above maximumLength ${shortest}, got ${minimumLength}`,
    );
  }
  if (forcedPrefixes) checkOnePerSource("forcedPrefixes", forcedPrefixes, batchSize);
  for (const [source, prefix] of (forcedPrefixes ?? []).entries()) {
    const maximumLength = maximumLengths[source] as number;
    if (prefix.length > maximumLength) {
      throw new RangeError(
        `Cannot decode: a forced prefix must have at most maximumLength ${maximumLength} tokens, got ${prefix.length}`,
      );
    }
    checkWritable("a forced prefix", prefix, rules);
  }
}

/** Checks that an option has an entry for each source. @throws {RangeError} If it has not. */
export function checkOnePerSource(
  name: string,
  values: readonly unknown[],
  batchSize: number,
): void {
  if (values.length !== batchSize) {
    throw new RangeError(
      `Cannot decode: ${name} must have one entry for each of ${batchSize} sources, got ${values.length}`,
    );
  }
}

/**
 * Checks tokens that must be written.
 *
 * @throws {RangeError} If one of them is the end, or is banned.
 */
export function checkWritable(
  what: string,
  ids: readonly number[],
  rules: Pick<TokenRules, "bannedIds"> & { readonly endId: number },
): void {
  const wrong = ids.find((id) => id === rules.endId || rules.bannedIds?.includes(id));
  if (wrong !== undefined) {
    const why = wrong === rules.endId ? "the end" : "a banned token";
    throw new RangeError(`Cannot decode: ${what} must not contain ${why}, got ${wrong}`);
  }
}

function checkWhole(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0) {
    throw new RangeError(`Cannot decode: ${name} must be a whole number, got ${value}`);
  }
}
