/** Phrases to token ids and batches, and ids back to phrases. */
import {
  createTokenizer,
  END_ID,
  type LengthBucketsOptions,
  lengthBuckets,
  normalize,
  type PaddedSequences,
  padSequences,
  START_ID,
  type Tokenizer,
  UNKNOWN_ID,
  Vocabulary,
} from "@encdec/core";
import type { TranslateConfig } from "./config.ts";
import type { Pair } from "./data.ts";

type TextSettings = TranslateConfig["text"];

/** One side of the translation: text to tokens to ids. */
export interface Side {
  readonly language: string;
  readonly tokenizer: Tokenizer;
  readonly vocabulary: Vocabulary;
}

/** A phrase as the encoder reads it. */
export interface EncodedSource {
  readonly ids: readonly number[];
  /** Tokens that the vocabulary does not have. */
  readonly unknown: readonly string[];
  /** True when tokens past the maximum length were left out. */
  readonly cut: boolean;
}

/** A pair of id sequences, ready for a batch. */
export interface EncodedPair {
  readonly source: readonly number[];
  /** From `<s>` to `</s>`. */
  readonly target: readonly number[];
}

/** Padded pairs. */
export interface Batch {
  readonly source: PaddedSequences;
  readonly target: PaddedSequences;
  /** Target tokens that are predicted. */
  readonly tokenCount: number;
}

/** The preparation of the text, the same in training and in use. */
export class PhraseEncoder {
  readonly source: Side;
  readonly target: Side;
  readonly #settings: TextSettings;

  private constructor(settings: TextSettings, source: Side, target: Side) {
    this.#settings = settings;
    this.source = source;
    this.target = target;
  }

  /** Learns both vocabularies from the training pairs. */
  static fit(
    config: Pick<TranslateConfig, "data" | "text">,
    pairs: readonly Pair[],
  ): PhraseEncoder {
    const { minimumCount, maximumVocabulary } = config.text;
    const learn = (language: string, phrases: readonly string[]): Vocabulary => {
      const tokenizer = createTokenizer({ kind: config.text.tokenizer, language });
      return Vocabulary.build(
        phrases.map((phrase) => tokenizer.tokenize(prepare(phrase, config.text, language))),
        { minimumCount, maximumSize: maximumVocabulary },
      );
    };
    const { sourceLanguage, targetLanguage } = config.data;
    return PhraseEncoder.restore(config, {
      source: learn(
        sourceLanguage,
        pairs.map((pair) => pair.source),
      ),
      target: learn(
        targetLanguage,
        pairs.map((pair) => pair.target),
      ),
    });
  }

  /** Continues with vocabularies that were learnt before. */
  static restore(
    config: Pick<TranslateConfig, "data" | "text">,
    vocabularies: { readonly source: Vocabulary; readonly target: Vocabulary },
  ): PhraseEncoder {
    const side = (language: string, vocabulary: Vocabulary): Side => ({
      language,
      tokenizer: createTokenizer({ kind: config.text.tokenizer, language }),
      vocabulary,
    });
    return new PhraseEncoder(
      config.text,
      side(config.data.sourceLanguage, vocabularies.source),
      side(config.data.targetLanguage, vocabularies.target),
    );
  }

  /** Tokens of a source phrase in reading order. */
  sourceTokens(phrase: string): string[] {
    return tokenize(phrase, this.source, this.#settings);
  }

  /** Tokens of a target phrase. */
  targetTokens(phrase: string): string[] {
    return tokenize(phrase, this.target, this.#settings);
  }

  /**
   * Ids of a source phrase, last token first when the source is reversed.
   *
   * @throws {RangeError} If the phrase is too long and the settings refuse that.
   */
  encodeSource(phrase: string): EncodedSource {
    const { tokens, cut } = this.#limit(this.sourceTokens(phrase), phrase);
    const ids = this.source.vocabulary.encode(tokens);
    return {
      // Reversed before padding, so that padding stays at the end (Sutskever 2014, section 3.3).
      ids: this.#settings.reverseSource ? ids.reverse() : ids,
      unknown: tokens.filter((token) => this.source.vocabulary.id(token) === UNKNOWN_ID),
      cut,
    };
  }

  /** Ids of a pair for training. */
  encodePair(pair: Pair): EncodedPair {
    const { tokens } = this.#limit(this.targetTokens(pair.target), pair.target);
    return {
      source: this.encodeSource(pair.source).ids,
      target: [START_ID, ...this.target.vocabulary.encode(tokens), END_ID],
    };
  }

  /** How many pairs lose tokens to the maximum length. */
  countCut(pairs: readonly Pair[]): number {
    const { maximumLength } = this.#settings;
    return pairs.filter(
      ({ source, target }) =>
        this.sourceTokens(source).length > maximumLength ||
        this.targetTokens(target).length > maximumLength,
    ).length;
  }

  /** The phrase that target ids spell. */
  decodeTarget(ids: readonly number[]): string {
    return this.target.tokenizer.detokenize(this.target.vocabulary.decode(ids));
  }

  #limit(tokens: string[], phrase: string): { tokens: string[]; cut: boolean } {
    const { maximumLength, tooLong } = this.#settings;
    if (tokens.length <= maximumLength) return { tokens, cut: false };
    if (tooLong === "refuse") {
      throw new RangeError(
        `Cannot encode ${JSON.stringify(phrase)}: at most ${maximumLength} tokens are allowed, got ${tokens.length}`,
      );
    }
    return { tokens: tokens.slice(0, maximumLength), cut: true };
  }
}

/** Batches of similar length; in another order each time when `random` is given. */
export function makeBatches(pairs: readonly EncodedPair[], options: LengthBucketsOptions): Batch[] {
  const lengths = pairs.map(({ source, target }) => [source.length, target.length]);
  return lengthBuckets(lengths, options).map((indices) => {
    const rows = indices.map((index) => pairs[index] as EncodedPair);
    const target = padSequences(rows.map((row) => row.target));
    return {
      source: padSequences(rows.map((row) => row.source)),
      target,
      tokenCount: target.tokenCount - rows.length, // <s> is given, not predicted
    };
  });
}

function tokenize(phrase: string, side: Side, settings: TextSettings): string[] {
  return side.tokenizer.tokenize(prepare(phrase, settings, side.language));
}

function prepare(phrase: string, settings: TextSettings, language: string): string {
  return normalize(phrase, { lowercase: settings.lowercase, language });
}
