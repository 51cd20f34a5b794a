/** Output layer over the words of a vocabulary. */
import { linear } from "../../backend/linear.ts";
import { linearCrossEntropy } from "../../backend/linear-loss.ts";
import type { LinearOptions } from "../../backend/linear-loss-options.ts";
import { linearTopK } from "../../backend/linear-top-k.ts";
import { packKernel } from "../../backend/packed-weights.ts";
import { tf } from "../../backend/tf.ts";
import type { DecoderMemory } from "../decoder-states.ts";
import type { NextTokens } from "../next-tokens.ts";
import type { Reading } from "../reading.ts";
import { flattenSteps } from "../steps.ts";
import type { WeightSource } from "../weight-source.ts";
import type { PackedOutput, TokenOutput, TokenTargets } from "./token-output.ts";

/** Sizes of a {@link SoftmaxOutput}. */
export interface SoftmaxOutputOptions {
  /** Width of what it reads. */
  readonly features: number;
  readonly vocabularySize: number;
  readonly bias: boolean;
  /** Embeddings `[vocabularySize, features]` that are the weights too (Press and Wolf 2017). @default weights of its own */
  readonly table?: tf.Tensor2D | undefined;
}

/** A linear layer and softmax; weights `output.*`, or the embeddings. */
export class SoftmaxOutput implements TokenOutput {
  readonly #kernel: tf.Tensor2D | undefined;
  readonly #table: tf.Tensor2D | undefined;
  readonly #bias: tf.Tensor1D | undefined;

  constructor(source: WeightSource, options: SoftmaxOutputOptions) {
    const { features, vocabularySize, bias, table } = options;
    this.#table = table;
    if (!table) this.#kernel = source.kernel("output.kernel", features, vocabularySize);
    if (bias) this.#bias = source.bias("output.bias", vocabularySize);
  }

  /** Sum of the cross-entropies. */
  loss(reading: Reading, _memory: DecoderMemory, targets: TokenTargets): tf.Scalar {
    return linearCrossEntropy({ ...this.layer(reading), ...targets });
  }

  /** `[rows * steps, vocabularySize]`. */
  logits(reading: Reading, _memory?: DecoderMemory, packed?: PackedOutput): tf.Tensor2D {
    return linear(this.layer(reading, packed)) as tf.Tensor2D;
  }

  next(reading: Reading, _memory: DecoderMemory, packed?: PackedOutput): NextTokens {
    const layer = this.layer(reading, packed);
    const [, size] = layer.kernel.shape;
    return {
      top: (k) => linearTopK({ ...layer, k: Math.min(k, size) }),
      logProbabilities: () => tf.logSoftmax(linear(layer) as tf.Tensor2D),
    };
  }

  pack(): PackedOutput {
    return tf.tidy(() => {
      const kernel = this.#table && tf.transpose(this.#table);
      return { kernel, packed: packKernel(kernel ?? (this.#kernel as tf.Tensor2D)) };
    });
  }

  /** What makes the logits, `[rows * steps, vocabularySize]`. */
  layer(reading: Reading, packed?: PackedOutput): LinearOptions & { readonly input: tf.Tensor2D } {
    const kernel = packed?.kernel ?? this.#kernel ?? tf.transpose(this.#table as tf.Tensor2D);
    const input = flattenSteps(reading.features);
    return { input, kernel, bias: this.#bias, packed: packed?.packed };
  }
}
