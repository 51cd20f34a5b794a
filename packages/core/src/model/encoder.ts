/** Reads the source tokens. */
import { type DropoutOptions, dropout } from "../backend/dropout.ts";
import { gatherEmbeddings } from "../backend/gather-embeddings.ts";
import type { Precision } from "../backend/recurrent-options.ts";
import type { tf } from "../backend/tf.ts";
import { embeddings } from "./embeddings.ts";
import type { UniformSource } from "./initializers.ts";
import { LstmStack, type LstmState } from "./lstm-stack.ts";
import type { Parameters } from "./parameters.ts";

/** Size of an encoder. */
export interface EncoderConfig {
  readonly vocabularySize: number;
  readonly embeddingSize: number;
  readonly units: number;
  readonly layers: number;
}

/** What an encoder reads. */
export interface EncoderInput {
  /** Source ids, int32 `[batch, sourceLength]`. */
  readonly ids: tf.Tensor2D;
  /** 1 for a token, 0 for padding, `[batch, sourceLength]`. @default nothing is padded */
  readonly mask?: tf.Tensor2D | undefined;
}

/** What is different while a model is trained. */
export interface TrainingOptions {
  /** Dropout on embeddings, between layers and on outputs; none when absent. */
  readonly dropout?: DropoutOptions | undefined;
  /** Numbers in the products of the layers. @default "float32" */
  readonly precision?: Precision | undefined;
}

/** Embedding and LSTM layers over the source; weights `encoder.*`. */
export class Encoder {
  readonly #embeddings: tf.Tensor2D;
  readonly #stack: LstmStack;

  constructor(parameters: Parameters, config: EncoderConfig, uniform: UniformSource) {
    const { embeddingSize, units, layers } = config;
    this.#embeddings = embeddings(parameters, "encoder.embeddings", config, uniform);
    this.#stack = new LstmStack(parameters, "encoder.lstm", {
      inputSize: embeddingSize,
      units,
      layers,
      uniform,
    });
  }

  /** Returns the outputs of the top layer, `[batch, sourceLength, units]`, and every layer's last state. */
  run(
    input: EncoderInput,
    options: TrainingOptions = {},
  ): { readonly outputs: tf.Tensor3D; readonly states: LstmState[] } {
    const embedded = gatherEmbeddings({ table: this.#embeddings, ids: input.ids }) as tf.Tensor3D;
    return this.#stack.run(options.dropout ? dropout(embedded, options.dropout) : embedded, {
      mask: input.mask,
      ...options,
    });
  }
}
