/** The kinds of numbers in safetensors files, as float32. */

const BYTES_PER_NUMBER = { F64: 8, F32: 4, F16: 2, BF16: 2 } as const;

/** Floating point numbers that are read; F64 is rounded to the nearest float32. */
export type FloatType = keyof typeof BYTES_PER_NUMBER;

/** The kinds that are read. */
export const FLOAT_TYPES: readonly string[] = Object.keys(BYTES_PER_NUMBER);

export function isFloatType(type: string): type is FloatType {
  return type in BYTES_PER_NUMBER;
}

export function bytesPerNumber(type: FloatType): number {
  return BYTES_PER_NUMBER[type];
}

/** Little-endian numbers as float32, in a copy: the bytes need not be aligned. */
export function toFloat32(type: FloatType, bytes: Uint8Array): Float32Array {
  const { buffer } = new Uint8Array(bytes);
  switch (type) {
    case "F32":
      return new Float32Array(buffer);
    case "F64":
      return Float32Array.from(new Float64Array(buffer));
    case "F16":
      return Float32Array.from(new Uint16Array(buffer), halfToNumber);
    case "BF16": {
      // The upper half of a float32.
      const bits = Uint32Array.from(new Uint16Array(buffer), (half) => half << 16);
      return new Float32Array(bits.buffer);
    }
  }
}

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  // The smallest exponent has no leading 1.
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}
