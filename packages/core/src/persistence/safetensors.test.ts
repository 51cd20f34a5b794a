import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

const WEIGHTS = new Map([
  ["kernel", { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, 1e-38, Number.MAX_VALUE) }],
  ["größe", { shape: [], values: Float32Array.of(7) }],
  ["empty", { shape: [0], values: new Float32Array() }],
]);

describe("safetensors", () => {
  it("gives back every bit", () => {
    expect(decodeSafetensors(encodeSafetensors(WEIGHTS))).toEqual(WEIGHTS);
  });

  it("follows the format: header length, header of a multiple of 8 bytes, data", () => {
    const bytes = Buffer.from(encodeSafetensors(WEIGHTS));
    const length = Number(bytes.readBigUInt64LE());
    expect(length % 8).toBe(0);
    const header = JSON.parse(bytes.toString("utf8", 8, 8 + length));
    expect(header.kernel).toEqual({ dtype: "F32", shape: [2, 3], data_offsets: [0, 24] });
    expect(header.__metadata__.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bytes.readFloatLE(8 + length + 8)).toBe(3.5);
  });

  it("notices every truncation", () => {
    const bytes = encodeSafetensors(WEIGHTS);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow("Cannot read safetensors");
    }
  });

  it("notices a changed byte of the data by its checksum", () => {
    const bytes = encodeSafetensors(WEIGHTS);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(() => decodeSafetensors(bytes)).toThrow("the checksum must be");
  });

  it("reads files without a checksum, as other programs write them", () => {
    const file = foreignFile("F32", Float32Array.of(2.5));
    expect(decodeSafetensors(file).get("x")?.values).toEqual(Float32Array.of(2.5));
  });

  it("reads float64, float16 and bfloat16 as float32", () => {
    const read = (type: string, numbers: Float64Array | Uint16Array) =>
      decodeSafetensors(foreignFile(type, numbers)).get("x")?.values;
    expect(read("F64", Float64Array.of(0.1, -3e300))).toEqual(
      Float32Array.of(0.1, Number.NEGATIVE_INFINITY),
    );
    // Bits by torch.tensor([1, -2, 65504, 2 ** -24, 2 ** -14, inf, nan, 0.1, -0.0]).half().view(int16)
    const halves = Uint16Array.of(
      0x3c00,
      0xc000,
      0x7bff,
      0x0001,
      0x0400,
      0x7c00,
      0x7e00,
      0x2e66,
      0x8000,
    );
    expect(read("F16", halves)).toEqual(
      Float32Array.of(
        1,
        -2,
        65504,
        2 ** -24,
        2 ** -14,
        Number.POSITIVE_INFINITY,
        Number.NaN,
        0.0999755859375,
        -0,
      ),
    );
    // Bits by torch.tensor([1, -2, 3.140625, 1e-40]).bfloat16().view(int16)
    expect(read("BF16", Uint16Array.of(0x3f80, 0xc000, 0x4049, 0x0001))).toEqual(
      Float32Array.of(1, -2, 3.140625, 2 ** -133),
    );
  });

  it("refuses numbers of other types and data of another size", () => {
    expect(() => decodeSafetensors(foreignFile("I64", Float64Array.of(1)))).toThrow(
      '"x" must hold one of F64, F32, F16, BF16, got I64',
    );
    expect(() => decodeSafetensors(foreignFile("F16", Float32Array.of(1)))).toThrow(
      '"x" needs 2 bytes, got 4',
    );
  });
});

/** A file with one tensor "x", without a checksum. */
function foreignFile(
  dtype: string,
  numbers: Float32Array | Float64Array | Uint16Array,
): Uint8Array {
  const offsets = [0, numbers.byteLength];
  const entry = { dtype, shape: [numbers.length], data_offsets: offsets };
  const header = Buffer.from(JSON.stringify({ x: entry }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.from(numbers.buffer)]);
}
