/** Embedding table of a vocabulary. */
import type { tf } from "../backend/tf.ts";
import { type UniformSource, uniformWithin } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";

/** Makes a table `[vocabularySize, embeddingSize]`, uniform in ±0.05 as in Keras. */
export function embeddings(
  parameters: Parameters,
  name: string,
  size: { readonly vocabularySize: number; readonly embeddingSize: number },
  uniform: UniformSource,
): tf.Tensor2D {
  const shape = [size.vocabularySize, size.embeddingSize];
  return parameters.create(name, uniformWithin(shape, 0.05, uniform)) as tf.Tensor2D;
}
