/** Several models that decode as one. */
import { tf } from "../backend/tf.ts";
import type { NextTokens } from "../model/next-tokens.ts";
import type { StepFunction } from "./step.ts";

/** What of the models is averaged: their probabilities, or their log-probabilities (their geometric mean). */
export type EnsembleAverage = "probabilities" | "logProbabilities";

/**
 * A step function of several models over the same target vocabulary. Its states and its memory are arrays with those of each
 * model; its attention is the mean of the models' attention, where all have it.
 *
 *     probabilities:    P = (1 / n) sum P_i
 *     logProbabilities: P = exp((1 / n) sum log P_i) / Z
 *
 * Source: Hansen and Salamon 1990; for decoding: Sutskever et al. 2014, https://arxiv.org/abs/1409.3215.
 *
 * @param options.average @default "probabilities"
 * @throws {RangeError} If there is no model.
 *
 * @example
 * ```ts
 * import { ensembleStep, loadEngine, softmaxTokens, tf, type StepFunction } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const model =
 *   (probabilities: number[]): StepFunction<[], []> =>
 *   () => ({ next: softmaxTokens(tf.log(tf.tensor2d([probabilities]))), states: [] });
 * const step = ensembleStep([model([0.9, 0.1]), model([0.5, 0.5])]);
 * tf.tidy(() => {
 *   const { next } = step(tf.tensor1d([0], "int32"), [[], []], [[], []]);
 *   assert.closeTo(tf.exp(next.logProbabilities()).dataSync()[0] ?? 0, 0.7, 1e-6);
 * });
 * ```
 */
export function ensembleStep<States extends tf.TensorContainer, Memory extends tf.TensorContainer>(
  steps: readonly StepFunction<States, Memory>[],
  options: { readonly average?: EnsembleAverage } = {},
): StepFunction<States[], Memory[]> {
  const { average = "probabilities" } = options;
  if (steps.length === 0)
    throw new RangeError("Cannot make an ensemble: it needs models, got none");
  return (ids, states, memory) => {
    const results = steps.map((step, model) =>
      step(ids, states[model] as States, memory[model] as Memory),
    );
    const attention = results.flatMap((result) => result.attention ?? []);
    return {
      next: averageTokens(
        results.map(({ next }) => next),
        average,
      ),
      states: results.map((result) => result.states),
      attention: attention.length === steps.length ? mean(attention) : undefined,
    };
  };
}

function averageTokens(models: readonly NextTokens[], average: EnsembleAverage): NextTokens {
  let computed: tf.Tensor2D | undefined;
  const logProbabilities = (): tf.Tensor2D => {
    computed ??= averageLogProbabilities(
      models.map((model) => model.logProbabilities()),
      average,
    );
    return computed;
  };
  return {
    logProbabilities,
    top: (k) => {
      const all = logProbabilities();
      const { values, indices } = tf.topk(all, Math.min(k, all.shape[1]));
      return { ids: indices, logProbabilities: values };
    },
  };
}

function averageLogProbabilities(
  models: readonly tf.Tensor2D[],
  average: EnsembleAverage,
): tf.Tensor2D {
  if (average === "logProbabilities") return tf.logSoftmax(mean(models)) as tf.Tensor2D;
  // log of the mean of exp, without leaving the range of float32
  const stacked = tf.stack([...models]); // [models, rows, vocabularySize]
  return tf.sub(tf.logSumExp(stacked, 0), Math.log(models.length));
}

function mean(tensors: readonly tf.Tensor2D[]): tf.Tensor2D {
  return tf.div(tf.addN([...tensors]), tensors.length);
}
