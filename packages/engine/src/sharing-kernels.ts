/** Casts to the same type and reshapes to the same shape, of which gradients are full: TensorFlow would make a tensor for each. */
import type { DataId, KernelConfig, KernelFunc, TensorInfo } from "@tensorflow/tfjs-core";
import { tf } from "#tfjs";

/** What every backend of tfjs has: a count of the tensors that share data. */
interface SharingBackend {
  incRef(data: DataId): void;
}

/** Attributes of a kernel. */
type Attributes = Readonly<Record<string, unknown>>;

const CHANGES_NOTHING: Readonly<
  Record<string, (input: TensorInfo, attributes: Attributes) => boolean>
> = {
  Cast: ({ dtype }, attributes) => dtype === attributes.dtype,
  Reshape: ({ shape }, attributes) => shape.join() === String(attributes.shape),
};

/** Lets those of a backend's casts and reshapes that change nothing share their input's data, as its `Identity` does. */
export function shareUnchanged(backendName: string): void {
  for (const [kernelName, changesNothing] of Object.entries(CHANGES_NOTHING)) {
    const kernel = tf.getKernel(kernelName, backendName);
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ ...kernel, kernelFunc: sharing(kernel, changesNothing) });
  }
}

function sharing(
  { kernelFunc }: KernelConfig,
  changesNothing: (input: TensorInfo, attributes: Attributes) => boolean,
): KernelFunc {
  return (call) => {
    const input = call.inputs.x as TensorInfo;
    if (!changesNothing(input, (call.attrs ?? {}) as Attributes)) return kernelFunc(call);
    (call.backend as SharingBackend).incRef(input.dataId);
    return { dataId: input.dataId, shape: input.shape, dtype: input.dtype };
  };
}
