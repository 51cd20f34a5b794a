/** Words that a copying model can write: those of its vocabulary and the unknown ones of its source. */
import { END_ID, UNKNOWN_ID, type Vocabulary } from "./vocabulary.ts";

/** A source for a model that copies. */
export interface CopiedWords {
  /** Id of each source token: the vocabulary's, or from its size on for tokens that it does not have. */
  readonly ids: readonly number[];
  /** The tokens that the vocabulary does not have, each once, in the order of their ids. */
  readonly unknown: readonly string[];
}

/**
 * Numbers the tokens of a source by what the target's vocabulary has, and on from there.
 *
 * Source: See et al. 2017, https://arxiv.org/abs/1704.04368, section 2.2 (the extended vocabulary).
 *
 * @example
 * ```ts
 * import { copiedWords, decodeCopied, encodeCopied, Vocabulary } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const vocabulary = Vocabulary.build([["the", "cat"]]);
 * const source = copiedWords(["the", "cat", "Felix"], vocabulary);
 * assert.deepEqual(source.unknown, ["Felix"]);
 * const target = encodeCopied(["Felix", "the", "dog"], vocabulary, source);
 * assert.deepEqual(decodeCopied(target, vocabulary, source), ["Felix", "the", "<unk>"]);
 * ```
 */
export function copiedWords(tokens: readonly string[], vocabulary: Vocabulary): CopiedWords {
  const unknown: string[] = [];
  const ids = vocabulary.encode(tokens).map((id, position) => {
    if (id !== UNKNOWN_ID) return id;
    const token = tokens[position] as string;
    if (!unknown.includes(token)) unknown.push(token);
    return vocabulary.size + unknown.indexOf(token);
  });
  return { ids, unknown };
}

/** Ids of target tokens: the vocabulary's, the source's, or the one for what neither has. */
export function encodeCopied(
  tokens: readonly string[],
  vocabulary: Vocabulary,
  { unknown }: Pick<CopiedWords, "unknown">,
): number[] {
  return vocabulary.encode(tokens).map((id, position) => {
    const place = id === UNKNOWN_ID ? unknown.indexOf(tokens[position] as string) : -1;
    return place >= 0 ? vocabulary.size + place : id;
  });
}

/**
 * Tokens of the ids that a model wrote, up to the end token and without the special ones.
 *
 * @throws {RangeError} If an id belongs neither to the vocabulary nor to the source.
 */
export function decodeCopied(
  ids: readonly number[],
  vocabulary: Vocabulary,
  { unknown }: Pick<CopiedWords, "unknown">,
): string[] {
  const end = ids.indexOf(END_ID);
  return (end < 0 ? ids : ids.slice(0, end)).flatMap((id) => {
    if (id < vocabulary.size) return vocabulary.decode([id]);
    const token = unknown[id - vocabulary.size];
    if (token !== undefined) return [token];
    throw new RangeError(
      `Cannot decode copied words: ids must be below ${vocabulary.size + unknown.length}, got ${id}`,
    );
  });
}
