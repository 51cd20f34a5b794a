/** Calls of the operations that `encdec_kernels.node` adds to TensorFlow for Node. */
import { tf } from "../tf.ts";

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string;
}

/** The part of tfjs-node's backend that is used here. */
interface NativeBackend {
  readonly binding: Record<`TF_ATTR_${"BOOL" | "INT" | "FLOAT" | "STRING"}`, number>;
  incRef(dataId: object): void;
  refCount(dataId: object): number;
  write(values: Float32Array | Int32Array, shape: number[], dtype: "float32" | "int32"): object;
  executeMultipleOutputs(
    operation: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.TensorInfo[],
    outputCount: number,
  ): tf.Tensor[];
}

export function nativeBackend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

const absent: { float32?: tf.TensorInfo; int32?: tf.TensorInfo } = {};

/** Without elements, it stands for an argument that is not there: one for the process, of the backend alone. */
function absentTensor(backend: NativeBackend, dtype: "float32" | "int32"): tf.TensorInfo {
  const values = dtype === "float32" ? new Float32Array() : new Int32Array();
  absent[dtype] ??= { dataId: backend.write(values, [0], dtype), shape: [0], dtype };
  return absent[dtype];
}

/** An optional argument of integers for {@link callNative}. */
export function idsOrAbsent(ids: tf.Tensor | undefined): tf.TensorInfo {
  return ids ?? absentTensor(nativeBackend(), "int32");
}

/** A number that is no integer: attributes are typed. */
export interface FloatAttribute {
  readonly float: number;
}

type AttributeValue = boolean | number | string | FloatAttribute;

export interface NativeCall {
  operation: string;
  /** Numbers are passed as integers; the values should be few, since each combination is kept. */
  attributes?: Readonly<Record<string, AttributeValue>>;
  /** `undefined` or `null` for an optional argument of numbers that is absent. */
  inputs: readonly (tf.TensorInfo | null | undefined)[];
  outputCount: number;
}

/**
 * Runs one native operation.
 *
 * @throws {Error} If an argument has a wrong shape: "Cannot run <operation>: ...".
 */
export function callNative(call: NativeCall): tf.Tensor[] {
  const backend = nativeBackend();
  const attributes: Attribute[] = [];
  for (const [name, value] of Object.entries(call.attributes ?? {})) {
    attributes.push(typedAttribute(name, value, backend.binding));
  }
  const inputs = call.inputs.map((input) => input ?? absentTensor(backend, "float32"));
  return backend.executeMultipleOutputs(call.operation, attributes, inputs, call.outputCount);
}

function typedAttribute(
  name: string,
  value: AttributeValue,
  types: NativeBackend["binding"],
): Attribute {
  if (typeof value === "object") return { name, type: types.TF_ATTR_FLOAT, value: value.float };
  if (typeof value === "boolean") return { name, type: types.TF_ATTR_BOOL, value };
  if (typeof value === "number") return { name, type: types.TF_ATTR_INT, value };
  return { name, type: types.TF_ATTR_STRING, value };
}
