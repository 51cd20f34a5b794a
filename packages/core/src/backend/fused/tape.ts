/**
 * Gradients of operations with several outputs.
 *
 * `tf.customGrad` takes one output, asks for every gradient and fills the missing ones with zeros in JavaScript. A node put on the
 * tape directly knows which gradients arrive and which are wanted, so that a kernel computes no other.
 */
import { tf } from "../tf.ts";
import { nativeBackend } from "./native.ts";

export interface TapeEntry<Name extends string> {
  name: string;
  /** Tensors that a gradient may be wanted for; absent ones are left out. */
  inputs: Readonly<Partial<Record<Name, tf.Tensor | undefined>>>;
  outputs: readonly tf.Tensor[];
  /** Tensors that only the gradient needs, where they are there: kept until it has run, then disposed. */
  saved: readonly (tf.Tensor | undefined)[];
  /**
   * @param outputGradients One for each output, `null` where none arrives.
   * @param wanted Names of the inputs whose gradient is asked for.
   * @returns New tensors, at least for the wanted names.
   */
  gradient: (
    outputGradients: readonly (tf.Tensor | null)[],
    wanted: ReadonlySet<Name>,
  ) => Partial<Record<Name, tf.Tensor | undefined>>;
}

/** Whether a gradient is being recorded: only then is anything worth keeping for it. */
export function isRecording(): boolean {
  const { gradientDepth, kernelDepth } = tf.engine().state;
  return gradientDepth > 0 && kernelDepth === 0;
}

/** A second tensor on the same memory, for `saved`: the caller's own may be disposed before the gradient runs. */
export function sharedTensor(tensor: tf.Tensor): tf.Tensor;
export function sharedTensor(tensor: tf.Tensor | undefined): tf.Tensor | undefined;
export function sharedTensor(tensor: tf.Tensor | undefined): tf.Tensor | undefined {
  if (tensor === undefined) return undefined;
  nativeBackend().incRef(tensor.dataId);
  return tf.engine().makeTensorFromDataId(tensor.dataId, tensor.shape, tensor.dtype);
}

/** Puts an operation that has just run on the tape. */
export function record<Name extends string>(entry: TapeEntry<Name>): void {
  const { state } = tf.engine();
  const saved = entry.saved.filter((tensor) => tensor !== undefined);
  for (const tensor of saved) tf.keep(tensor);
  const inputs: Record<string, tf.Tensor> = {};
  for (const [name, tensor] of Object.entries<tf.Tensor | undefined>(entry.inputs)) {
    if (tensor !== undefined) inputs[name] = tensor;
  }
  state.activeTape.push({
    id: state.nextTapeNodeId++,
    kernelName: entry.name,
    inputs,
    outputs: [...entry.outputs],
    saved,
    // Called as a method of a copy of this node whose inputs are those that lead to the variables.
    gradient(outputGradients: (tf.Tensor | null)[]) {
      const gradients = entry.gradient(
        outputGradients,
        new Set(Object.keys(this.inputs) as Name[]),
      );
      const thunks: Record<string, () => tf.Tensor> = {};
      for (const [name, tensor] of Object.entries<tf.Tensor | undefined>(gradients)) {
        if (tensor !== undefined) thunks[name] = () => tensor;
      }
      return thunks;
    },
  });
}
