/** Output that writes words of the vocabulary or copies source words: the pointer-generator. */
import { linear } from "../../backend/linear.ts";
import { linearCopyCrossEntropy } from "../../backend/linear-loss.ts";
import { tf } from "../../backend/tf.ts";
import type { Complete, CopyConfig } from "../config.ts";
import type { DecoderMemory } from "../decoder-states.ts";
import type { NextTokens } from "../next-tokens.ts";
import type { Reading } from "../reading.ts";
import { flattenSteps } from "../steps.ts";
import type { WeightSource } from "../weight-source.ts";
import { copyTokens } from "./copy-tokens.ts";
import type { SoftmaxOutput } from "./softmax-output.ts";
import type { PackedOutput, TokenOutput, TokenTargets } from "./token-output.ts";

/** What a {@link CopyOutput} is made of. */
export interface CopyOutputOptions {
  readonly copy: Complete<CopyConfig>;
  /** Writes the words of the vocabulary. */
  readonly generator: SoftmaxOutput;
  /** Widths of context, hidden state and input together. */
  readonly readingSize: number;
}

/**
 * Pointer-generator; weights `copy.*` beside the generator's.
 *
 * ```
 * p_gen = sigmoid([context; hidden; input] K + b)
 * P(w) = p_gen P_vocabulary(w) + (1 - p_gen) * (sum of the attention on source steps with the word w)
 * loss = -log P(w) + λ sum_i min(attention_i, coverage_i)
 * ```
 *
 * Source: See et al. 2017, https://arxiv.org/abs/1704.04368, eq. 8, 9, 12 and 13.
 */
export class CopyOutput implements TokenOutput {
  readonly #options: CopyOutputOptions;
  readonly #kernel: tf.Tensor2D;
  readonly #bias: tf.Tensor1D;

  constructor(source: WeightSource, options: CopyOutputOptions) {
    this.#options = options;
    this.#kernel = source.kernel("copy.kernel", options.readingSize, 1);
    this.#bias = source.bias("copy.bias", 1);
  }

  /**
   * Sum of the negative log-probabilities and, weighted, of the coverage losses.
   *
   * @throws {Error} With label smoothing, which this output does not have.
   */
  loss(reading: Reading, memory: DecoderMemory, targets: TokenTargets): tf.Scalar {
    const { labels, weights, labelSmoothing = 0 } = targets;
    if (labelSmoothing > 0) {
      throw new Error(
        `Cannot compute loss: label smoothing is for outputs that do not copy, got ${labelSmoothing}`,
      );
    }
    const { generator, copy } = this.#options;
    const losses = linearCopyCrossEntropy({
      ...generator.layer(reading),
      labels,
      weights,
      gate: this.#gate(reading),
      attention: attention(reading),
      copyIds: copyIdsOf(memory),
    });
    const { coverage } = reading;
    if (!coverage) return losses;
    const ofCoverage = tf.sum(tf.mul(coverageLosses(reading, coverage), weights));
    return tf.add(losses, tf.mul(ofCoverage, copy.coverageWeight));
  }

  /** log P of every word of the vocabulary, then of the unknown source words: `[rows * steps, vocabularySize + sourceLength]`. */
  logits(reading: Reading, memory: DecoderMemory): tf.Tensor2D {
    return this.next(reading, memory).logProbabilities();
  }

  next(reading: Reading, memory: DecoderMemory, packed?: PackedOutput): NextTokens {
    return copyTokens({
      logProbabilities: tf.logSoftmax(this.#options.generator.logits(reading, memory, packed)),
      generate: tf.sigmoid(this.#gate(reading)),
      attention: attention(reading),
      copyIds: copyIdsOfRows(reading, memory),
    });
  }

  pack(): PackedOutput {
    return this.#options.generator.pack();
  }

  /** Logit of p_gen, `[rows * steps, 1]`. */
  #gate({ context, hidden, inputs }: Reading): tf.Tensor2D {
    const input = flattenSteps(tf.concat([context as tf.Tensor3D, hidden, inputs], 2));
    return linear({ input, kernel: this.#kernel, bias: this.#bias }) as tf.Tensor2D;
  }
}

/** Ids of the source words, int32 `[batch, sourceLength]`. */
function copyIdsOf({ copyIds }: DecoderMemory): tf.Tensor2D {
  if (copyIds) return copyIds;
  throw new Error("Cannot copy source words: the batch needs source.copyIds, got none");
}

/** The copy ids of the source that each row and step belongs to, int32 `[rows * steps, sourceLength]`. */
function copyIdsOfRows({ hidden }: Reading, memory: DecoderMemory): tf.Tensor2D {
  const copyIds = copyIdsOf(memory);
  const [batch, length] = copyIds.shape;
  const [rows, steps] = hidden.shape;
  const repeated = tf.tile(tf.expandDims(copyIds, 1), [1, (rows / batch) * steps, 1]);
  return tf.reshape(repeated, [rows * steps, length]);
}

/** `[rows * steps, sourceLength]`. */
function attention(reading: Reading): tf.Tensor2D {
  return flattenSteps(reading.weights as tf.Tensor3D);
}

/** See et al. 2017, eq. 12, `[rows * steps]`. */
function coverageLosses(reading: Reading, coverage: tf.Tensor3D): tf.Tensor1D {
  return tf.sum(tf.minimum(attention(reading), flattenSteps(coverage)), 1);
}
