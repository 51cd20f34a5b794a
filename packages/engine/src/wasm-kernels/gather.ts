/** `gather` by batches, for which the backend's own kernel reads from wrong places (every batch but the first). */

import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  backend_util,
  type KernelFunc,
  type Tensor,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";

/**
 * The backend's `GatherV2`, mended: a gather by batches becomes one without, from the rows of all batches.
 *
 * @param original The backend's own kernel, right as long as `batchDims` is 0.
 */
export function mendGather(original: KernelFunc): KernelFunc {
  return (call) => {
    const { x, indices } = call.inputs as { x: Tensor; indices: Tensor };
    const { axis, batchDims } = call.attrs as { axis: number; batchDims: number };
    if (batchDims === 0) return original(call);
    const [parsedAxis = 0] = util.parseAxisParam(axis, x.shape);
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
      backend_util.segment_util.collectGatherOpShapeInfo(x, indices, parsedAxis, batchDims);

    const backend = call.backend as BackendWasm;
    const ids = backend.readSync(indices.dataId) as Int32Array;
    const perBatch = ids.length / batchSize;
    // x: [batchSize, outerSize, dimSize, sliceSize], seen as rows of sliceSize.
    const rows = new Int32Array(batchSize * outerSize * perBatch);
    for (let row = 0; row < rows.length; row++) {
      const block = Math.floor(row / perBatch);
      const id = ids[Math.floor(block / outerSize) * perBatch + (row % perBatch)] ?? 0;
      if (id < 0 || id >= dimSize) {
        throw new RangeError(`Cannot gather: every index must be in [0, ${dimSize}), got ${id}`);
      }
      rows[row] = block * dimSize + id;
    }
    const rowIds = backend.makeOutput([rows.length], "int32");
    backend.typedArrayFromHeap(rowIds).set(rows);
    const output = original({
      inputs: {
        x: {
          dataId: x.dataId,
          dtype: x.dtype,
          shape: [batchSize * outerSize * dimSize, sliceSize],
        },
        indices: rowIds,
      },
      attrs: { axis: 0, batchDims: 0 },
      backend,
    }) as TensorInfo;
    backend.disposeData(rowIds.dataId);
    return { ...output, shape: outputShape };
  };
}
