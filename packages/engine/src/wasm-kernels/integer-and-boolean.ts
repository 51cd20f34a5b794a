/** Kernels of the backend that are right for float32 and wrong, without a word, for integers or booleans. */

import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  Add,
  Cast,
  type DataType,
  getKernel,
  type KernelFunc,
  Maximum,
  Minimum,
  Multiply,
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

/**
 * `oneHot` in other types than int32, which the backend's own writes into whatever the output is: floats get
 * the bits of integers, and booleans are written over the end.
 */
export function mendOneHot(original: KernelFunc): KernelFunc {
  return (call) => {
    const { dtype, onValue, offValue } = call.attrs as {
      dtype: DataType;
      onValue: number;
      offValue: number;
    };
    if (dtype === "int32") return original(call);
    const backend = call.backend as BackendWasm;
    const attrs = { ...call.attrs, dtype: "int32", onValue: 1, offValue: 0 };
    const hot = original({ ...call, attrs }) as TensorInfo;
    const typed = run(Cast, { x: hot }, backend, { dtype });
    if (dtype === "bool" || (onValue === 1 && offValue === 0)) {
      return released([hot], typed, backend);
    }
    // offValue + hot (onValue - offValue)
    const range = scalar(onValue - offValue, dtype, backend);
    const low = scalar(offValue, dtype, backend);
    const scaled = run(Multiply, { a: typed, b: range }, backend);
    const output = run(Add, { a: scaled, b: low }, backend);
    return released([hot, typed, range, low, scaled], output, backend);
  };
}

/** `stridedSlice` of integers, which the backend's own gives out as floats with the bits of integers. */
export function mendStridedSlice(original: KernelFunc): KernelFunc {
  return (call) => {
    const { x } = call.inputs as { x: TensorInfo };
    const output = original(call) as TensorInfo;
    const backend = call.backend as BackendWasm;
    backend.dataIdMap.get(output.dataId).dtype = x.dtype;
    return { ...output, dtype: x.dtype };
  };
}

/** A kernel that takes four booleans for one number is given integers instead. */
export function mendForBooleans(original: KernelFunc, inputNames: readonly string[]): KernelFunc {
  return (call) => {
    const inputs = inputNames.map((name) => call.inputs[name] as TensorInfo);
    if (inputs[0]?.dtype !== "bool") return original(call);
    const backend = call.backend as BackendWasm;
    const integers = inputs.map((x) => run(Cast, { x }, backend, { dtype: "int32" }));
    const replaced = Object.fromEntries(inputNames.map((name, i) => [name, integers[i]]));
    const output = original({ ...call, inputs: { ...call.inputs, ...replaced } }) as TensorInfo;
    const booleans = run(Cast, { x: output }, backend, { dtype: "bool" });
    return released([...integers, output], booleans, backend);
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
