/** Sum of the rows that share a segment: the gradient of `gather`, hence of every embedding, needs it. */

import {
  getKernel,
  type KernelBackend,
  type KernelConfig,
  type KernelFunc,
  ScatterNd,
  type TensorInfo,
  UnsortedSegmentSum,
} from "@tensorflow/tfjs-core";

/**
 * `output[s] = sum of x[i] over all i with segmentIds[i] = s`, [numSegments, ...]; `ScatterNd` adds up duplicates.
 *
 * @throws {RangeError} If a segment id is not in [0, numSegments): `ScatterNd` would write outside its output.
 */
const unsortedSegmentSum: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
  const { numSegments } = attrs as { numSegments: number };
  for (const id of (backend as KernelBackend).readSync(segmentIds.dataId) as Int32Array) {
    if (id < 0 || id >= numSegments) {
      throw new RangeError(
        `Cannot sum segments: every segment id must be in [0, ${numSegments}), got ${id}`,
      );
    }
  }
  const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
  const indices = { ...segmentIds, shape: [...segmentIds.shape, 1] };
  return getKernel(ScatterNd, "wasm").kernelFunc({
    inputs: { indices, updates: x },
    attrs: { shape },
    backend,
  });
};

export const unsortedSegmentSumConfig: KernelConfig = {
  kernelName: UnsortedSegmentSum,
  backendName: "wasm",
  kernelFunc: unsortedSegmentSum,
};
