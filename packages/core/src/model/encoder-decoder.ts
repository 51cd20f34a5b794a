/** The encoder-decoder: the encoder's last states seed the decoder (Cho 2014, Sutskever 2014). */
import { tf } from "../backend/tf.ts";
import { Decoder, type PackedDecoder } from "./decoder.ts";
import { Encoder, type EncoderInput, type TrainingOptions } from "./encoder.ts";
import type { UniformSource } from "./initializers.ts";
import type { LstmState } from "./lstm-stack.ts";
import { Parameters } from "./parameters.ts";

/** Size of an encoder-decoder over tokens. */
export interface EncoderDecoderConfig {
  readonly sourceVocabularySize: number;
  readonly targetVocabularySize: number;
  /** Width of the token embeddings on both sides. */
  readonly embeddingSize: number;
  /** Width of the hidden state on both sides. */
  readonly units: number;
  /** LSTM layers on each side. */
  readonly layers: number;
}

/** A batch of sources with their targets. */
export interface SequencePair {
  readonly source: EncoderInput;
  /** Target from `<s>` to `</s>`, ids and mask `[batch, targetLength + 1]`. */
  readonly target: EncoderInput;
}

/**
 * LSTM encoder-decoder over tokens.
 *
 * Source: Sutskever et al. 2014, https://arxiv.org/abs/1409.3215, section 2.
 *
 * @example
 * ```ts
 * import { EncoderDecoder, loadEngine, Random, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const random = Random.fromSeed(1);
 * const model = new EncoderDecoder(
 *   { sourceVocabularySize: 9, targetVocabularySize: 7, embeddingSize: 4, units: 8, layers: 1 },
 *   () => random.uniform(),
 * );
 * tf.tidy(() => {
 *   const ids = tf.tensor2d([[4, 5, 6]], [1, 3], "int32");
 *   assert.deepEqual(model.logits({ source: { ids }, target: { ids } }).shape, [1, 2, 7]);
 * });
 * model.dispose();
 * ```
 */
export class EncoderDecoder {
  readonly parameters: Parameters = new Parameters();
  readonly #encoder: Encoder;
  readonly #decoder: Decoder;

  /** @param uniform Draws the initial weights. */
  constructor(config: EncoderDecoderConfig, uniform: UniformSource) {
    const { sourceVocabularySize, targetVocabularySize, embeddingSize, units, layers } = config;
    const size = { embeddingSize, units, layers };
    this.#encoder = new Encoder(
      this.parameters,
      { ...size, vocabularySize: sourceVocabularySize },
      uniform,
    );
    this.#decoder = new Decoder(
      this.parameters,
      { ...size, vocabularySize: targetVocabularySize },
      uniform,
    );
  }

  /** Sum of the cross-entropies of all target tokens under teacher forcing, in nats. */
  loss(batch: SequencePair, options: TrainingOptions = {}): tf.Scalar {
    const initialStates = this.#encoder.run(batch.source, options).states;
    return this.#decoder.loss({ ...batch.target, initialStates, ...options });
  }

  /** Logits of all target tokens under teacher forcing, `[batch, targetLength, targetVocabularySize]`. */
  logits(batch: SequencePair): tf.Tensor3D {
    const initialStates = this.#encoder.run(batch.source).states;
    return this.#decoder.logits({ ...batch.target, initialStates });
  }

  /** Reads sources; the states that the decoder starts from, one for each layer. */
  encode(source: EncoderInput): LstmState[] {
    return tf.tidy(() => this.#encoder.run(source).states);
  }

  /** Packs the decoder's weights, to be used in many steps and disposed of with `tf.dispose`. */
  packDecoder(): PackedDecoder {
    return this.#decoder.pack();
  }

  /**
   * Takes the tokens written last, int32 `[batch]`, to the logits of the next ones and the new states.
   *
   * @param packed By {@link EncoderDecoder.packDecoder}: quicker when there are many steps.
   */
  step(
    ids: tf.Tensor1D,
    states: readonly LstmState[],
    packed?: PackedDecoder,
  ): { readonly logits: tf.Tensor2D; readonly states: LstmState[] } {
    return this.#decoder.step(ids, states, packed);
  }

  /** Frees the weights; the model cannot be used afterwards. */
  dispose(): void {
    this.parameters.dispose();
  }
}
