/** Rows of an embedding table by id; the gradient touches only the rows used. */
import type { tf } from "../tf.ts";
import { callNative } from "./native.ts";
import { isRecording, record, sharedTensor } from "./tape.ts";

/**
 * Looks up `table[ids]`, `[...ids.shape, features]`.
 *
 * @throws {Error} If an id is not in the vocabulary: "Cannot run EncdecEmbedding: ...".
 */
export function fusedGatherEmbeddings(table: tf.Tensor2D, ids: tf.Tensor): tf.Tensor {
  const [rows] = callNative({
    operation: "EncdecEmbedding",
    inputs: [table, ids],
    outputCount: 1,
  }) as [tf.Tensor];
  if (isRecording()) {
    const saved = sharedTensor(ids);
    record({
      name: "EncdecEmbedding",
      inputs: { table },
      outputs: [rows],
      saved: [saved],
      gradient: ([rowGradients]) => {
        const [ofTable] = callNative({
          operation: "EncdecEmbeddingGrad",
          attributes: { vocabulary: table.shape[0] },
          inputs: [saved, rowGradients],
          outputCount: 1,
        });
        return { table: ofTable };
      },
    });
  }
  return rows;
}
