/** Sequences as a model reads them: tokens by embedding or as one-hot vectors, or real vectors. */
import { gatherEmbeddings } from "../backend/gather-embeddings.ts";
import { tf } from "../backend/tf.ts";
import type { SequenceConfig } from "./config.ts";
import { initialEmbeddings, type StartValues } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";
import type { LayerDescription } from "./summary.ts";
import type { TableRows } from "./table-rows.ts";

/** A batch of token sequences. */
export interface TokenSequences {
  /** int32 `[batch, steps]`. */
  readonly ids: tf.Tensor2D;
  /** 1 for a token, 0 for padding, `[batch, steps]`. @default nothing is padded */
  readonly mask?: tf.Tensor2D | undefined;
}

/** A batch of sequences of real vectors. */
export interface VectorSequences {
  /** `[batch, steps, features]`. */
  readonly values: tf.Tensor3D;
  /** 1 for a step, 0 for padding, `[batch, steps]`. @default nothing is padded */
  readonly mask?: tf.Tensor2D | undefined;
}

/** A batch of either. */
export type Sequences = TokenSequences | VectorSequences;

/** Turns sequences into vectors; has a weight `<name>.embeddings` where tokens are embedded. */
export class InputLayer {
  /** Width of a step. */
  readonly size: number;
  /** `[vocabularySize, embeddingSize]`, where tokens are embedded. */
  readonly embeddings: tf.Tensor2D | undefined;
  readonly #config: SequenceConfig;

  /** @param shared Embeddings to use instead of own ones. */
  constructor(
    parameters: Parameters,
    name: string,
    config: SequenceConfig,
    start: StartValues,
    shared?: tf.Tensor2D,
  ) {
    this.#config = config;
    if (config.kind === "tokens") {
      const { vocabularySize, embeddingSize } = config;
      this.size = embeddingSize;
      this.embeddings =
        shared ??
        (parameters.create(
          `${name}.embeddings`,
          initialEmbeddings([vocabularySize, embeddingSize], start),
        ) as tf.Tensor2D);
    } else {
      this.size = config.kind === "oneHot" ? config.vocabularySize : config.features;
    }
  }

  /**
   * Turns a batch into `[batch, steps, size]`.
   *
   * @throws {TypeError} If it is of the other kind.
   * @throws {RangeError} If vectors are of another size.
   */
  read(sequences: Sequences): tf.Tensor3D {
    if ("ids" in sequences) return this.readIds(sequences.ids) as tf.Tensor3D;
    const { values } = sequences;
    if (this.#config.kind !== "vectors") {
      throw new TypeError("Cannot read sequences: the model reads token ids, got vectors");
    }
    if (values.shape[2] !== this.size) {
      throw new RangeError(
        `Cannot read sequences: values must have shape [batch, steps, ${this.size}], got [${values.shape.join(", ")}]`,
      );
    }
    return values;
  }

  /** The batch as rows of the embeddings, where tokens are embedded. */
  rows(sequences: Sequences): TableRows | undefined {
    if (!("ids" in sequences) || !this.embeddings) return undefined;
    return { table: this.embeddings, ids: sequences.ids };
  }

  /**
   * Turns token ids of any shape into `[...ids.shape, size]`.
   *
   * @throws {TypeError} If the model reads vectors.
   */
  readIds(ids: tf.Tensor): tf.Tensor {
    if (this.#config.kind === "vectors") {
      throw new TypeError("Cannot read sequences: the model reads vectors, got token ids");
    }
    return this.embeddings
      ? gatherEmbeddings({ table: this.embeddings, ids })
      : tf.oneHot(ids as tf.Tensor1D, this.size, 1, 0, "float32");
  }

  /** The layer, for a model's summary. */
  describe(name: string, steps: string | number): LayerDescription {
    const { kind } = this.#config;
    return {
      name: kind === "tokens" ? `${name}.embeddings` : `${name}.input`,
      layer: { tokens: "embeddings", oneHot: "one-hot vectors", vectors: "vectors" }[kind],
      outputShape: ["batch", steps, this.size],
    };
  }
}
