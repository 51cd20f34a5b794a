/** Padded sequences as tensors. */
import { tf } from "../backend/tf.ts";
import type { PaddedSequences } from "./padding.ts";

/** Ids of a batch of sequences and their mask. */
export interface TokenTensors {
  /** Token ids, int32 `[batch, steps]`. */
  readonly ids: tf.Tensor2D;
  /** 1 for a token, 0 for padding, `[batch, steps]`; absent when nothing is padded. */
  readonly mask?: tf.Tensor2D | undefined;
}

/** Tensors of padded sequences; the caller disposes of them or tidies. */
export function tokenTensors(padded: PaddedSequences): TokenTensors {
  const { ids, mask, shape, tokenCount } = padded;
  const idTensor = tf.tensor2d(ids, [...shape], "int32");
  return tokenCount === ids.length
    ? { ids: idTensor }
    : { ids: idTensor, mask: tf.tensor2d(mask, [...shape]) };
}
