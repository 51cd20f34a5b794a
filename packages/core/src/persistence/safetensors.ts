/** The safetensors format: named tensors in one file, no code inside. */
import type { WeightValues } from "../model/parameters.ts";
import { checksum } from "./checksum.ts";
import { bytesPerNumber, FLOAT_TYPES, isFloatType, toFloat32 } from "./safetensors-numbers.ts";

/**
 * Encodes weights as safetensors, little-endian float32, with a checksum in the metadata.
 *
 * Source: https://huggingface.co/docs/safetensors, section "Format".
 *
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from "@encdec/core/persistence";
 * import { assert } from "vitest";
 *
 * const weights = new Map([["bias", { shape: [2], values: Float32Array.of(1, 2) }]]);
 * assert.deepEqual(decodeSafetensors(encodeSafetensors(weights)), weights);
 * ```
 */
export function encodeSafetensors(weights: ReadonlyMap<string, WeightValues>): Uint8Array {
  const entries = [...weights];
  const data = Buffer.concat(
    entries.map(([, { values }]) =>
      Buffer.from(values.buffer, values.byteOffset, values.byteLength),
    ),
  );
  const header: Record<string, unknown> = { __metadata__: { sha256: checksum(data) } };
  let offset = 0;
  for (const [name, { shape, values }] of entries) {
    const end = offset + values.byteLength;
    header[name] = { dtype: "F32", shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = JSON.stringify(header);
  // Spaces after the header keep the data aligned to 8 bytes, as the format's own writer does.
  const headerBytes = Buffer.from(
    json.padEnd(Math.ceil(Buffer.byteLength(json) / 8) * 8 - Buffer.byteLength(json) + json.length),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(headerBytes.length));
  return Buffer.concat([length, headerBytes, data]);
}

/**
 * Decodes weights from safetensors: float32, and float64, float16 and bfloat16 as float32.
 *
 * @throws {Error} If the bytes are cut off, are not safetensors, hold numbers of another type, or
 *   do not have the checksum in their metadata (where there is one).
 */
export function decodeSafetensors(bytes: Uint8Array): Map<string, WeightValues> {
  const { header, data } = readHeader(bytes);
  const { __metadata__: metadata, ...tensors } = header;
  const weights = new Map<string, WeightValues>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(tensors)) {
    if (!isFloatType(dtype)) {
      const types = FLOAT_TYPES.join(", ");
      throw new Error(`Cannot read safetensors: "${name}" must hold one of ${types}, got ${dtype}`);
    }
    const slice = data.subarray(...offsets);
    const size = shape.reduce((product, axis) => product * axis, bytesPerNumber(dtype));
    if (slice.byteLength !== size) {
      throw new Error(
        `Cannot read safetensors: "${name}" needs ${size} bytes, got ${slice.byteLength}`,
      );
    }
    weights.set(name, { shape, values: toFloat32(dtype, slice) });
  }
  if (metadata?.sha256 !== undefined && metadata.sha256 !== checksum(data)) {
    throw new Error(
      `Cannot read safetensors: the checksum must be ${metadata.sha256}, got ${checksum(data)}`,
    );
  }
  return weights;
}

interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [start: number, end: number];
}

type Header = { readonly [name: string]: TensorEntry } & {
  readonly __metadata__?: { readonly sha256?: string };
};

function readHeader(bytes: Uint8Array): { readonly header: Header; readonly data: Uint8Array } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = buffer.length < 8 ? Number.NaN : Number(buffer.readBigUInt64LE());
  if (!(8 + length <= buffer.length)) {
    throw new Error(`Cannot read safetensors: the header is cut off, got ${buffer.length} bytes`);
  }
  let header: Header;
  try {
    header = JSON.parse(buffer.toString("utf8", 8, 8 + length));
  } catch (error) {
    throw new Error(
      `Cannot read safetensors: the header is not JSON (${(error as Error).message})`,
    );
  }
  return { header, data: buffer.subarray(8 + length) };
}
