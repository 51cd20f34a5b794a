/** Rows of a table by id: what recurrent layers can read without a vector a step. */
import { gatherEmbeddings } from "../backend/gather-embeddings.ts";
import type { tf } from "../backend/tf.ts";

/** A step's input is the row of its id. */
export interface TableRows {
  /** `[rows, features]`. */
  readonly table: tf.Tensor2D;
  /** int32 `[batch, steps]`. */
  readonly ids: tf.Tensor2D;
}

/** Fewer reads of a row, on average, do not pay for the sum of its gradients. */
const LEAST_READS = 2;

/** Whether rows are read so often that a layer should multiply each by its kernel only once. */
export function areReadOften({ table, ids }: TableRows): boolean {
  return ids.size >= LEAST_READS * table.shape[0];
}

/** The vectors of all steps, `[batch, steps, features]`. */
export function vectorsOf(rows: TableRows): tf.Tensor3D {
  return gatherEmbeddings(rows) as tf.Tensor3D;
}
