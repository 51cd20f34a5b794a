/** Writes the target tokens, one after the other. */
import { type DropoutOptions, dropout } from "../backend/dropout.ts";
import { gatherEmbeddings } from "../backend/gather-embeddings.ts";
import { linear } from "../backend/linear.ts";
import { linearCrossEntropy } from "../backend/linear-loss.ts";
import { packKernel } from "../backend/packed-weights.ts";
import type { PackedWeights, Precision } from "../backend/recurrent-options.ts";
import { tf } from "../backend/tf.ts";
import { embeddings } from "./embeddings.ts";
import type { EncoderConfig } from "./encoder.ts";
import { glorotUniform, type UniformSource, zeros } from "./initializers.ts";
import { LstmStack, type LstmState, type PackedLayer } from "./lstm-stack.ts";
import type { Parameters } from "./parameters.ts";

/** Size of a decoder. */
export type DecoderConfig = EncoderConfig;

/** A decoder's packed weights: valid while the weights do not change, the caller's to dispose of. */
export type PackedDecoder = {
  readonly layers: PackedLayer[];
  readonly output: PackedWeights | undefined;
};

/** What a decoder is taught with. */
export interface TeacherForcingOptions {
  /** Target ids from `<s>` to `</s>`, int32 `[batch, targetLength + 1]`. */
  readonly ids: tf.Tensor2D;
  /** 1 for a token, 0 for padding, of the same shape. @default nothing is padded */
  readonly mask?: tf.Tensor2D | undefined;
  /** State of each layer before the first token. */
  readonly initialStates: readonly LstmState[];
  readonly dropout?: DropoutOptions | undefined;
  /** Numbers in the products. @default "float32" */
  readonly precision?: Precision | undefined;
}

/** Embedding, LSTM layers and output layer over the target; weights `decoder.*` and `output.*`. */
export class Decoder {
  readonly #embeddings: tf.Tensor2D;
  readonly #stack: LstmStack;
  readonly #outputKernel: tf.Tensor2D;
  readonly #outputBias: tf.Tensor1D;

  constructor(parameters: Parameters, config: DecoderConfig, uniform: UniformSource) {
    const { vocabularySize, embeddingSize, units, layers } = config;
    this.#embeddings = embeddings(parameters, "decoder.embeddings", config, uniform);
    this.#stack = new LstmStack(parameters, "decoder.lstm", {
      inputSize: embeddingSize,
      units,
      layers,
      uniform,
    });
    const kernel = glorotUniform([units, vocabularySize], uniform);
    this.#outputKernel = parameters.create("output.kernel", kernel) as tf.Tensor2D;
    this.#outputBias = parameters.create("output.bias", zeros([vocabularySize])) as tf.Tensor1D;
  }

  /**
   * Sum of the cross-entropies of every target token given the right tokens before it, in nats.
   *
   * Source: Williams and Zipser 1989 (teacher forcing).
   */
  loss(options: TeacherForcingOptions): tf.Scalar {
    const outputs = this.#teacherForced(options); // [batch, targetLength, units]
    const [batch, steps, units] = outputs.shape;
    const [labels, weights] = this.#labels(options);
    return linearCrossEntropy({
      input: tf.reshape(outputs, [batch * steps, units]),
      kernel: this.#outputKernel,
      bias: this.#outputBias,
      labels,
      weights,
      precision: options.precision,
    });
  }

  /** Logits of every target token given the right tokens before it, `[batch, targetLength, vocabularySize]`. */
  logits(options: TeacherForcingOptions): tf.Tensor3D {
    const outputs = this.#teacherForced(options);
    const [batch, steps, units] = outputs.shape;
    const flat = this.#project(tf.reshape(outputs, [batch * steps, units]));
    return tf.reshape(flat, [batch, steps, -1]);
  }

  /** Packs the weights for {@link Decoder.step}. */
  pack(): PackedDecoder {
    return { layers: this.#stack.pack(), output: packKernel(this.#outputKernel) };
  }

  /** One step: the tokens written last, int32 `[batch]`, to the logits of the next, `[batch, vocabularySize]`. */
  step(
    ids: tf.Tensor1D,
    initialStates: readonly LstmState[],
    packed?: PackedDecoder,
  ): { readonly logits: tf.Tensor2D; readonly states: LstmState[] } {
    const embedded = tf.expandDims(
      gatherEmbeddings({ table: this.#embeddings, ids }),
      1,
    ) as tf.Tensor3D;
    const { outputs, states } = this.#stack.run(embedded, {
      initialStates,
      packed: packed?.layers,
    });
    const [batch, , units] = outputs.shape;
    return { logits: this.#project(tf.reshape(outputs, [batch, units]), packed?.output), states };
  }

  #teacherForced(options: TeacherForcingOptions): tf.Tensor3D {
    const { ids, mask, initialStates } = options;
    const [batch, length] = ids.shape;
    const inputIds = tf.slice(ids, [0, 0], [batch, length - 1]);
    const embedded = gatherEmbeddings({ table: this.#embeddings, ids: inputIds }) as tf.Tensor3D;
    const { outputs } = this.#stack.run(
      options.dropout ? dropout(embedded, options.dropout) : embedded,
      {
        initialStates,
        // A step is real when it has a token to predict.
        mask: mask && tf.slice(mask, [0, 1], [batch, length - 1]),
        dropout: options.dropout,
        precision: options.precision,
      },
    );
    return options.dropout ? dropout(outputs, options.dropout) : outputs;
  }

  #labels(options: TeacherForcingOptions): [labels: tf.Tensor1D, weights: tf.Tensor1D] {
    const { ids, mask } = options;
    const [batch, length] = ids.shape;
    const rows = batch * (length - 1);
    const labels = tf.slice(ids, [0, 1], [batch, length - 1]);
    return [
      tf.reshape(labels, [rows]),
      mask ? tf.reshape(tf.slice(mask, [0, 1], [batch, length - 1]), [rows]) : tf.ones([rows]),
    ];
  }

  #project(input: tf.Tensor2D, packed?: PackedWeights): tf.Tensor2D {
    const [kernel, bias] = [this.#outputKernel, this.#outputBias];
    return linear({ input, kernel, bias, packed }) as tf.Tensor2D;
  }
}
