/** Words for the tokens that a vocabulary does not have. */

/** Options of {@link replaceUnknown}. */
export interface ReplaceUnknownOptions {
  /** Words of the source, in the order in which the model read them. */
  readonly sourceWords: readonly string[];
  /** The id of words that the vocabulary does not have. */
  readonly unknownId: number;
  /** Weights of the source words at each token, `[ids.length][sourceWords.length]`, for tokens that are unknown. */
  readonly attention?: readonly ArrayLike<number>[] | undefined;
  /** The word of an id that the vocabulary has. */
  readonly word: (id: number) => string;
  /**
   * Copied words, for models that copy: id `firstCopyId + i` is the i-th of them.
   *
   * @default no copied words
   */
  readonly copied?: { readonly firstId: number; readonly words: readonly string[] } | undefined;
  /** What a source word is in the target. @default the word itself */
  readonly translate?: ((sourceWord: string) => string) | undefined;
}

/**
 * The words of a hypothesis: a copied token is its source word, and an unknown one the source word that was attended to most.
 *
 * Source: Luong et al. 2015, https://arxiv.org/abs/1410.8206 (alignment), and Jean et al. 2015, https://arxiv.org/abs/1412.2007
 * (attention); See et al. 2017, https://arxiv.org/abs/1704.04368, section 2.2 (copied words).
 *
 * @returns One word for each id.
 * @throws {RangeError} If an unknown token has no attention, or a copied one no word.
 *
 * @example
 * ```ts
 * import { replaceUnknown } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * const words = replaceUnknown([4, 1], {
 *   sourceWords: ["hello", "Zoë"],
 *   unknownId: 1,
 *   word: (id) => ["<pad>", "<unk>", "<s>", "</s>", "bonjour"][id] ?? "",
 *   attention: [
 *     [0.9, 0.1],
 *     [0.2, 0.8],
 *   ],
 * });
 * assert.deepEqual(words, ["bonjour", "Zoë"]);
 * ```
 */
export function replaceUnknown(ids: readonly number[], options: ReplaceUnknownOptions): string[] {
  const { sourceWords, unknownId, attention, word, copied, translate = (text) => text } = options;
  return ids.map((id, place) => {
    if (copied && id >= copied.firstId) {
      const copy = copied.words[id - copied.firstId];
      if (copy !== undefined) return copy;
      throw new RangeError(
        `Cannot replace a copied token: ${copied.words.length} words can be copied, got number ${id - copied.firstId + 1}`,
      );
    }
    if (id !== unknownId) return word(id);
    const weights = attention?.[place];
    if (!weights) {
      throw new RangeError(
        `Cannot replace an unknown token: attention is needed, got none at ${place}`,
      );
    }
    return translate(sourceWords[largest(weights, sourceWords.length)] ?? word(id));
  });
}

function largest(weights: ArrayLike<number>, length: number): number {
  let best = 0;
  for (let place = 1; place < length; place++) {
    if ((weights[place] ?? 0) > (weights[best] ?? 0)) best = place;
  }
  return best;
}
