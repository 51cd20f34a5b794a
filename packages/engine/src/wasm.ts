/** Opens TensorFlow.js's WebAssembly backend in this process. */

import {
  GatherV2,
  getKernel,
  registerKernel,
  reshape,
  setBackend,
  slice,
  split,
  Tensor,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
import { mendGather } from "./wasm-kernels/gather.ts";
import { unsortedSegmentSumConfig } from "./wasm-kernels/unsorted-segment-sum.ts";

/** The gradients of `prod` and of `gather` by batches call these as methods, which only the whole of TensorFlow.js has. */
const METHODS = {
  reshape(this: Tensor, shape: number[]): Tensor {
    return reshape(this, shape);
  },
  slice(this: Tensor, begin: number, size: number): Tensor {
    return slice(this, begin, size);
  },
  split(this: Tensor, parts: number, axis: number): Tensor[] {
    return split(this, parts, axis);
  },
};

/** Opens the backend, with the gradients and kernels that training needs. @returns Its version. */
export async function openWasm(): Promise<string> {
  const { version_wasm: version } = await import("@tensorflow/tfjs-backend-wasm");
  // tfjs-core itself registers no gradient in Node.js; loading tfjs-layers registers them all.
  await import("@tensorflow/tfjs-layers");
  for (const [name, method] of Object.entries(METHODS)) {
    if (!(name in Tensor.prototype)) Object.assign(Tensor.prototype, { [name]: method });
  }
  registerKernel(unsortedSegmentSumConfig);
  const gather = getKernel(GatherV2, "wasm");
  unregisterKernel(GatherV2, "wasm");
  registerKernel({ ...gather, kernelFunc: mendGather(gather.kernelFunc) });
  if (!(await setBackend("wasm"))) throw new Error("the WebAssembly backend did not start");
  return version;
}
