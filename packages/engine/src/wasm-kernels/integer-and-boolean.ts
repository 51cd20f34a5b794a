/** Kernels of the backend that are right for float32 and wrong, without a word, for integers or booleans. */

import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  Cast,
  type DataType,
  getKernel,
  type KernelFunc,
  Maximum,
  Minimum,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  NotEqual,
  type TensorInfo,
} from "@tensorflow/tfjs-core";

/** `cast` to boolean is `x != 0`; the backend's own keeps the low byte, so that 0.5 and 256 become false. */
export function mendCast(original: KernelFunc): KernelFunc {
  return (call) => {
    const { x } = call.inputs as { x: TensorInfo };
    if (call.attrs?.dtype !== "bool" || x.dtype === "bool") return original(call);
    const backend = call.backend as BackendWasm;
    const zero = scalar(0, x.dtype, backend);
    return released([zero], run(NotEqual, { a: x, b: zero }, backend), backend);
  };
}

/** `clipByValue` of integers is `max(min(x, high), low)`; the backend's own reads them as floats. */
export function mendClipByValue(original: KernelFunc): KernelFunc {
  return (call) => {
    const { x } = call.inputs as { x: TensorInfo };
    if (x.dtype !== "int32") return original(call);
    const { clipValueMin, clipValueMax } = call.attrs as {
      clipValueMin: number;
      clipValueMax: number;
    };
    const backend = call.backend as BackendWasm;
    const low = scalar(clipValueMin, "int32", backend);
    const high = scalar(clipValueMax, "int32", backend);
    const capped = run(Minimum, { a: x, b: high }, backend);
    const clipped = run(Maximum, { a: capped, b: low }, backend);
    return released([low, high, capped], clipped, backend);
  };
}

/** `where` of booleans goes through integers; the backend's own takes four booleans for one number. */
export function mendSelect(original: KernelFunc): KernelFunc {
  return (call) => {
    const { condition, t, e } = call.inputs as Record<"condition" | "t" | "e", TensorInfo>;
    if (t.dtype !== "bool") return original(call);
    const backend = call.backend as BackendWasm;
    const whenTrue = run(Cast, { x: t }, backend, { dtype: "int32" });
    const whenFalse = run(Cast, { x: e }, backend, { dtype: "int32" });
    const inputs = { condition, t: whenTrue, e: whenFalse };
    const chosen = original({ ...call, inputs }) as TensorInfo;
    const output = run(Cast, { x: chosen }, backend, { dtype: "bool" });
    return released([whenTrue, whenFalse, chosen], output, backend);
  };
}

function run(
  name: string,
  inputs: NamedTensorInfoMap,
  backend: BackendWasm,
  attrs: NamedAttrMap = {},
): TensorInfo {
  return getKernel(name, "wasm").kernelFunc({ inputs, backend, attrs }) as TensorInfo;
}

function scalar(value: number, dtype: DataType, backend: BackendWasm): TensorInfo {
  const tensor = backend.makeOutput([], dtype);
  backend.typedArrayFromHeap(tensor).set([value]);
  return tensor;
}

/** `output`, once what it was computed from is released. */
function released(
  intermediate: readonly TensorInfo[],
  output: TensorInfo,
  backend: BackendWasm,
): TensorInfo {
  for (const { dataId } of intermediate) backend.disposeData(dataId);
  return output;
}
