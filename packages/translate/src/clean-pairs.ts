/** Leaves out pairs that teach a translator little or wrong, and says which and why. */
import { normalize } from "@encdec/core";
import type { Pair } from "./data.ts";
import { hasScriptOf } from "./scripts.ts";

/** What a pair must be like; a rule that is left out does not apply. */
export interface CleaningRules {
  /** Most characters on either side. */
  readonly maximumCharacters?: number | undefined;
  /**
   * How many times as long as the other side a side may be; in characters, 10 being added to both, and
   * relative to the median of all pairs: a Japanese text is shorter than an English one.
   */
  readonly maximumRatio?: number | undefined;
  /** Leave out pairs whose sides are equal. @default false */
  readonly dropIdentical?: boolean | undefined;
  /** Leave out pairs where most letters of a side are not of its language's script. @default false */
  readonly checkScript?: boolean | undefined;
}

/** Options of {@link cleanPairs}. */
export interface CleanPairsOptions extends CleaningRules {
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
}

/** Why a pair was left out. */
type DropReason =
  | "empty"
  | "too long"
  | "lengths out of proportion"
  | "identical sides"
  | "source in another script"
  | "target in another script"
  | "duplicate";

/** What {@link cleanPairs} found. */
export interface CleaningReport {
  readonly read: number;
  readonly kept: number;
  /** The reasons that applied, the most frequent first, with the first few pairs of each. */
  readonly dropped: readonly {
    readonly reason: DropReason;
    readonly count: number;
    readonly examples: readonly Pair[];
  }[];
}

/** Short texts differ freely. */
const SLACK_CHARACTERS = 10;
const EXAMPLES = 3;

/**
 * The pairs that keep all rules, each once, and a report of the others.
 *
 * Empty sides and duplicates always go; two pairs are the same if both sides are after `normalize`, so
 * different translations of a source stay. A pair counts under the first reason that applies.
 *
 * @throws {RangeError} If a rule is out of its range.
 */
export function cleanPairs(
  pairs: readonly Pair[],
  options: CleanPairsOptions,
): { readonly pairs: Pair[]; readonly report: CleaningReport } {
  checkRules(options);
  const normalPairs = pairs.map((pair) => ({
    pair,
    source: normalize(pair.source),
    target: normalize(pair.target),
  }));
  const usualRatio = median(normalPairs.map(lengthRatio));
  const kept = new Map<string, Pair>();
  const dropped = new Map<DropReason, { count: number; examples: Pair[] }>();
  for (const { pair, ...normal } of normalPairs) {
    const key = `${normal.source}\t${normal.target}`;
    const reason =
      brokenRule(normal, usualRatio, options) ?? (kept.has(key) ? "duplicate" : undefined);
    if (reason === undefined) {
      kept.set(key, pair);
      continue;
    }
    const entry = dropped.get(reason) ?? { count: 0, examples: [] };
    dropped.set(reason, entry);
    entry.count++;
    if (entry.examples.length < EXAMPLES) entry.examples.push(pair);
  }
  const report = {
    read: normalPairs.length,
    kept: kept.size,
    dropped: [...dropped]
      .map(([reason, entry]) => ({ reason, ...entry }))
      .sort((a, b) => b.count - a.count),
  };
  return { pairs: [...kept.values()], report };
}

/** One sentence for a notice: `kept 90 of 100 pairs; left out 7 duplicate, 3 too long`. */
export function describeCleaning({ read, kept, dropped }: CleaningReport): string {
  const reasons = dropped.map(({ reason, count }) => `${count} ${reason}`).join(", ");
  return `kept ${kept} of ${read} pairs${reasons === "" ? "" : `; left out ${reasons}`}`;
}

function brokenRule(
  pair: Pair,
  usualRatio: number,
  options: CleanPairsOptions,
): DropReason | undefined {
  const { source, target } = pair;
  const {
    maximumCharacters = Number.POSITIVE_INFINITY,
    maximumRatio = Number.POSITIVE_INFINITY,
    dropIdentical = false,
    checkScript = false,
  } = options;
  if (source === "" || target === "") return "empty";
  if (Math.max(source.length, target.length) > maximumCharacters) return "too long";
  const ratio = lengthRatio(pair) / usualRatio;
  if (Math.max(ratio, 1 / ratio) > maximumRatio) return "lengths out of proportion";
  if (dropIdentical && source === target) return "identical sides";
  if (checkScript && !hasScriptOf(source, options.sourceLanguage))
    return "source in another script";
  if (checkScript && !hasScriptOf(target, options.targetLanguage))
    return "target in another script";
  return undefined;
}

function lengthRatio({ source, target }: Pair): number {
  return (source.length + SLACK_CHARACTERS) / (target.length + SLACK_CHARACTERS);
}

function median(values: readonly number[]): number {
  return Float64Array.from(values).sort()[values.length >> 1] ?? 1;
}

function checkRules({ maximumCharacters = 1, maximumRatio = 1 }: CleaningRules): void {
  for (const [name, value] of Object.entries({ maximumCharacters, maximumRatio })) {
    if (!(value >= 1)) {
      throw new RangeError(`Cannot clean pairs: ${name} must be at least 1, got ${value}`);
    }
  }
}
