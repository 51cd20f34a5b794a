/** Opens TensorFlow.js's WebAssembly backend in this process. */

import { reshape, setBackend, slice, split, Tensor } from "@tensorflow/tfjs-core";
import { registerMissingKernels } from "./wasm-kernels/register.ts";

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
  registerMissingKernels();
  if (!(await setBackend("wasm"))) throw new Error("the WebAssembly backend did not start");
  return version;
}
