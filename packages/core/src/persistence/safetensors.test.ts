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

  it("reads files without a checksum, as other programs write them, and refuses other types", () => {
    const file = (dtype: string): Uint8Array => {
      const header = Buffer.from(
        JSON.stringify({ x: { dtype, shape: [1], data_offsets: [0, 4] } }),
      );
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(header.length));
      return Buffer.concat([length, header, Buffer.from(Float32Array.of(2.5).buffer)]);
    };
    expect(decodeSafetensors(file("F32")).get("x")?.values).toEqual(Float32Array.of(2.5));
    expect(() => decodeSafetensors(file("F16"))).toThrow('"x" must hold F32, got F16');
  });
});
