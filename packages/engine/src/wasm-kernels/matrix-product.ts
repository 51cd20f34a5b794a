/** Products with a transposed matrix, for which the backend's own kernel is some 15 times slower than without. */

import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  getKernel,
  type KernelFunc,
  type Tensor,
  type TensorInfo,
  Transpose,
} from "@tensorflow/tfjs-core";

/**
 * The backend's `BatchMatMul`, mended: what is transposed is transposed first.
 *
 * The gradients of every product are products with a transposed matrix, so training hangs on it.
 *
 * @param original The backend's own kernel, quick as long as nothing is transposed.
 */
export function mendBatchMatMul(original: KernelFunc): KernelFunc {
  return (call) => {
    const { a, b } = call.inputs as { a: Tensor; b: Tensor };
    const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean };
    const backend = call.backend as BackendWasm;
    const inputs = {
      a: transposeA ? transposeLastAxes(a, backend) : a,
      b: transposeB ? transposeLastAxes(b, backend) : b,
    };
    const attrs = { transposeA: false, transposeB: false };
    const output = original({ inputs, attrs, backend }) as TensorInfo;
    if (transposeA) backend.disposeData(inputs.a.dataId);
    if (transposeB) backend.disposeData(inputs.b.dataId);
    return output;
  };
}

/** `[..., rows, columns]` to `[..., columns, rows]`. */
function transposeLastAxes(x: TensorInfo, backend: BackendWasm): TensorInfo {
  const rank = x.shape.length;
  const perm = [...x.shape.keys()];
  [perm[rank - 2], perm[rank - 1]] = [rank - 1, rank - 2];
  const transpose = getKernel(Transpose, "wasm").kernelFunc;
  return transpose({ inputs: { x }, attrs: { perm }, backend }) as TensorInfo;
}
