/** Phrases to token ids and batches, and ids back to phrases. */
import {
  END_ID,
  type IdPair,
  type LengthBucketsOptions,
  lengthBuckets,
  type PairBatch,
  padPairs,
  type Random,
  START_ID,
  TextCodec,
} from "@encdec/core";
import { codecSettingsOf, quoted } from "@encdec/core/command-line";
import { codecRunFiles, type RunSource, readRunCodec } from "@encdec/core/persistence";
import type { RunConfig, TranslateConfig } from "./config.ts";
import type { Pair } from "./data.ts";

type TextSettings = TranslateConfig["text"];

/** A phrase as the encoder reads it. */
export interface EncodedSource {
  readonly ids: readonly number[];
  /** In reading order, whatever the order of the ids. */
  readonly tokens: readonly string[];
  /** Tokens that the vocabulary does not have. */
  readonly unknown: readonly string[];
  /** True when tokens past the maximum length were left out. */
  readonly cut: boolean;
}

/** A pair of id sequences, ready for a batch. */
export interface EncodedPair extends IdPair {
  /** True when tokens past the maximum length were left out. */
  readonly cut: boolean;
}

/** The preparation of the text, the same in training and in use. */
export class PhraseEncoder {
  readonly source: TextCodec;
  readonly target: TextCodec;
  readonly #settings: TextSettings;

  private constructor(settings: TextSettings, source: TextCodec, target: TextCodec) {
    this.#settings = settings;
    this.source = source;
    this.target = target;
  }

  /** Learns the tokens of both sides from the training pairs. */
  static fit(
    { data, text }: Pick<TranslateConfig, "data" | "text">,
    pairs: readonly Pair[],
  ): PhraseEncoder {
    const settings = codecSettingsOf(text);
    const sides = [
      { language: data.sourceLanguage, texts: pairs.map((pair) => pair.source) },
      { language: data.targetLanguage, texts: pairs.map((pair) => pair.target) },
    ];
    const [source, target] = text.joint
      ? TextCodec.learnJointly(sides, settings)
      : sides.map((side) => TextCodec.learn(side, settings));
    return new PhraseEncoder(text, source as TextCodec, target as TextCodec);
  }

  /**
   * The preparation of a run.
   *
   * @throws {Error} If a file is missing or damaged.
   */
  static async read(run: RunSource, { data, text, checksums }: RunConfig): Promise<PhraseEncoder> {
    const settings = { ...codecSettingsOf(text), checksums };
    const { sourceLanguage, targetLanguage } = data;
    return new PhraseEncoder(
      text,
      await readRunCodec(run, "source", { ...settings, language: sourceLanguage }),
      await readRunCodec(run, "target", { ...settings, language: targetLanguage }),
    );
  }

  /** What was learnt, by the names of the files in the run folder. */
  files(): { readonly [file: string]: string } {
    return { ...codecRunFiles("source", this.source), ...codecRunFiles("target", this.target) };
  }

  /**
   * Ids of a source phrase, last token first when the source is reversed.
   *
   * @throws {RangeError} If the phrase is too long and the settings refuse that.
   */
  encodeSource(phrase: string): EncodedSource {
    const { tokens, cut } = this.#limit(this.source.tokenize(phrase), phrase);
    return {
      ids: this.#inReadingDirection(this.source.vocabulary.encode(tokens)),
      tokens,
      unknown: this.source.unknownAmong(tokens),
      cut,
    };
  }

  /**
   * Ids of a pair.
   *
   * @throws {RangeError} If a phrase is too long and the settings refuse that.
   */
  encodePair(pair: Pair): EncodedPair {
    const { ids: source, cut } = this.encodeSource(pair.source);
    const target = this.#limit(this.target.tokenize(pair.target), pair.target);
    return { source, target: this.#closed(target.tokens), cut: cut || target.cut };
  }

  /** Ids of pairs for one epoch, in which `random` splits words otherwise than in another one. */
  encodeWithDropout(pairs: readonly Pair[], random: Random): EncodedPair[] {
    const dropout = { rate: this.#settings.pieceDropout, uniform: () => random.uniform() };
    const [source, target] = [this.source.withDropout(dropout), this.target.withDropout(dropout)];
    return pairs.map((pair) => {
      const read = this.#limit(source.tokenize(pair.source), pair.source);
      const written = this.#limit(target.tokenize(pair.target), pair.target);
      return {
        source: this.#inReadingDirection(this.source.vocabulary.encode(read.tokens)),
        target: this.#closed(written.tokens),
        cut: read.cut || written.cut,
      };
    });
  }

  #closed(tokens: readonly string[]): number[] {
    return [START_ID, ...this.target.vocabulary.encode(tokens), END_ID];
  }

  // Reversed before padding, so that padding stays at the end (Sutskever 2014, section 3.3).
  #inReadingDirection(ids: number[]): number[] {
    return this.#settings.reverseSource ? ids.reverse() : ids;
  }

  #limit(tokens: string[], phrase: string): { tokens: string[]; cut: boolean } {
    const { maximumLength, tooLong } = this.#settings;
    if (tokens.length <= maximumLength) return { tokens, cut: false };
    if (tooLong === "refuse") {
      throw new RangeError(
        `Cannot encode ${quoted(phrase)}: at most ${maximumLength} tokens are allowed, got ${tokens.length}`,
      );
    }
    return { tokens: tokens.slice(0, maximumLength), cut: true };
  }
}

/** Batches of similar length; in another order each time when `random` is given. */
export function makeBatches(pairs: readonly IdPair[], options: LengthBucketsOptions): PairBatch[] {
  const lengths = pairs.map(({ source, target }) => [source.length, target.length]);
  return lengthBuckets(lengths, options).map((indices) =>
    padPairs(indices.map((index) => pairs[index] as IdPair)),
  );
}
