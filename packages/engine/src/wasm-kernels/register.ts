/** Registers the kernels that training needs and the WebAssembly backend lacks or has wrong. */

import {
  BatchMatMul,
  Cast,
  ClipByValue,
  GatherV2,
  getKernel,
  type KernelFunc,
  OneHot,
  Reverse,
  registerKernel,
  Select,
  StridedSlice,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
import { mendGather } from "./gather.ts";
import {
  mendCast,
  mendClipByValue,
  mendForBooleans,
  mendOneHot,
  mendStridedSlice,
} from "./integer-and-boolean.ts";
import { mendBatchMatMul } from "./matrix-product.ts";
import { unsortedSegmentSumConfig } from "./unsorted-segment-sum.ts";

/** What is wrong in the backend, and the function that makes a right kernel of it. */
const MENDED: Readonly<Record<string, (original: KernelFunc) => KernelFunc>> = {
  [BatchMatMul]: mendBatchMatMul,
  [Cast]: mendCast,
  [ClipByValue]: mendClipByValue,
  [GatherV2]: mendGather,
  [OneHot]: mendOneHot,
  [Reverse]: (original) => mendForBooleans(original, ["x"]),
  [Select]: (original) => mendForBooleans(original, ["t", "e"]),
  [StridedSlice]: (original) => mendForBooleans(mendStridedSlice(original), ["x"]),
};

/** To be called once, when the backend has registered its own kernels and before it is set. */
export function registerMissingKernels(): void {
  registerKernel(unsortedSegmentSumConfig);
  for (const [name, mend] of Object.entries(MENDED)) {
    const original = getKernel(name, "wasm");
    unregisterKernel(name, "wasm");
    registerKernel({ ...original, kernelFunc: mend(original.kernelFunc) });
  }
}
