/** Rows of an embedding table by id. */
import { hasFusedKernels } from "./engine.ts";
import { fusedGatherEmbeddings } from "./fused/gather-embeddings.ts";
import { tf } from "./tf.ts";

/** Arguments of {@link gatherEmbeddings}. */
export interface GatherEmbeddingsOptions {
  /** `[vocabularySize, features]`. */
  readonly table: tf.Tensor2D;
  /** int32 of any shape, below the vocabulary's size. */
  readonly ids: tf.Tensor;
}

/**
 * Looks up `table[ids]`.
 *
 * @returns `[...ids.shape, features]`.
 * @throws {Error} If an id is not in the vocabulary.
 *
 * @example
 * ```ts
 * import { gatherEmbeddings, loadEngine, tf } from "@encdec/core";
 * import { assert } from "vitest";
 *
 * await loadEngine();
 * tf.tidy(() => {
 *   const table = tf.tensor2d([[1, 2], [3, 4]]);
 *   const rows = gatherEmbeddings({ table, ids: tf.tensor1d([1, 0], "int32") });
 *   assert.deepEqual([...rows.dataSync()], [3, 4, 1, 2]);
 * });
 * ```
 */
export function gatherEmbeddings({ table, ids }: GatherEmbeddingsOptions): tf.Tensor {
  return hasFusedKernels() ? fusedGatherEmbeddings(table, ids) : tf.gather(table, ids);
}
