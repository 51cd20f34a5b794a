/** Norms of weights, gradients and activations by layer: shows where a signal dies or explodes. */
import { tf } from "../backend/tf.ts";
import type { NamedVariables } from "./named-variables.ts";

/** What is looked at, beside weights and gradients. */
export interface InspectionOptions<Batch> {
  /** Outputs of the model's layers for a batch, by name; runs inside `tf.tidy`. */
  readonly layerOutputs?: ((batch: Batch) => Readonly<Record<string, tf.Tensor>>) | undefined;
}

/** One weight. */
export interface WeightInspection {
  readonly name: string;
  /** Euclidean norm. */
  readonly weightNorm: number;
  /** Euclidean norm, before clipping. */
  readonly gradientNorm: number;
}

/** The outputs of one layer. */
export interface LayerInspection {
  readonly name: string;
  readonly mean: number;
  readonly standardDeviation: number;
  /** Share of values that are exactly 0. */
  readonly zeroShare: number;
  /** Largest absolute value. */
  readonly largest: number;
  /** Share of values beyond 0.99: where all are within 1, a tanh that hardly moves. */
  readonly saturatedShare: number;
}

/** What an inspection found. */
export interface TrainingInspection {
  readonly step: number;
  readonly weights: readonly WeightInspection[];
  readonly layers: readonly LayerInspection[];
}

/**
 * Looks at weights and their gradients, and at the outputs of layers.
 *
 * @example
 * ```ts
 * import { inspectTraining, loadEngine, Parameters, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * const parameters = new Parameters();
 * parameters.create("kernel", { shape: [2], values: Float32Array.of(3, 4) });
 * tf.tidy(() => {
 *   const gradients = [tf.tensor1d([0, 1])];
 *   const { weights, layers } = inspectTraining({
 *     step: 1, parameters, gradients, layerOutputs: { hidden: tf.tensor1d([0, 1]) },
 *   });
 *   assert.deepEqual(weights, [{ name: "kernel", weightNorm: 5, gradientNorm: 1 }]);
 *   const [hidden] = layers;
 *   assert.deepEqual([hidden?.mean, hidden?.zeroShare, hidden?.largest], [0.5, 0.5, 1]);
 * });
 * parameters.dispose();
 * ```
 */
export function inspectTraining(options: {
  readonly step: number;
  readonly parameters: NamedVariables;
  readonly gradients: readonly tf.Tensor[];
  readonly layerOutputs?: Readonly<Record<string, tf.Tensor>> | undefined;
}): TrainingInspection {
  const { step, parameters, gradients, layerOutputs = {} } = options;
  const names = [...parameters.shapes.keys()];
  const weightNorms = norms(parameters.variables);
  const gradientNorms = norms(gradients);
  return {
    step,
    weights: names.map((name, index) => ({
      name,
      weightNorm: weightNorms[index] ?? Number.NaN,
      gradientNorm: gradientNorms[index] ?? Number.NaN,
    })),
    layers: Object.entries(layerOutputs).map(([name, output]) => inspectLayer(name, output)),
  };
}

function norms(tensors: readonly tf.Tensor[]): Float32Array {
  if (tensors.length === 0) return new Float32Array();
  return tf.tidy(() => {
    const squares = tensors.map((tensor) => tf.sum(tf.square(tensor)) as tf.Scalar);
    return tf.sqrt(tf.stack(squares)).dataSync<"float32">();
  });
}

function inspectLayer(name: string, output: tf.Tensor): LayerInspection {
  const [mean = 0, variance = 0, largest = 0, zeroShare = 0, saturatedShare = 0] = tf.tidy(() => {
    const moments = tf.moments(output);
    const share = (condition: tf.Tensor): tf.Tensor => tf.mean(tf.cast(condition, "float32"));
    return tf
      .stack([
        moments.mean,
        moments.variance,
        tf.max(tf.abs(output)),
        share(tf.equal(output, 0)),
        share(tf.greater(tf.abs(output), 0.99)),
      ])
      .dataSync();
  });
  const standardDeviation = Math.sqrt(variance);
  return { name, mean, standardDeviation, largest, zeroShare, saturatedShare };
}
