/** The random bits of dropout: a hash of seed and position, so that every engine and thread finds the same. */

/** How much is dropped, and which values: both together decide for every position. */
export interface DropoutOptions {
  /** Share of values set to zero, in [0, 1). */
  readonly rate: number;
  /** A whole number from 0 to 2^32 - 1; the same seed drops the same positions. */
  readonly seed: number;
}

/** Draws a fresh seed, a whole number from 0 to 2^32 - 1, for each use of dropout. */
export type SeedSource = () => number;

/** Dropout in whole numbers: position `p` is dropped when `hash(hash(p) ^ key) < threshold`, both below 2^32. */
export interface DropoutBits {
  readonly key: number;
  readonly threshold: number;
  /** Of the values that are kept: 1 / (1 - rate) in float32. */
  readonly scale: number;
}

/**
 * What rate and seed are to the hash.
 *
 * @throws {RangeError} If rate or seed is out of range.
 */
export function dropoutBits({ rate, seed }: DropoutOptions): DropoutBits {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`Cannot drop values: rate must be in [0, 1), got ${rate}`);
  }
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(
      `Cannot drop values: seed must be a whole number from 0 to 4294967295, got ${seed}`,
    );
  }
  return {
    // Otherwise the key of seed 0 would be 0, and the hash of position 0 as well.
    key: hash(seed + 0x9e3779b9),
    threshold: Math.floor(rate * 0x100000000),
    scale: Math.fround(1 / (1 - rate)),
  };
}

/** 0 or the scale, for each position. */
export function dropoutFactors(size: number, { key, threshold, scale }: DropoutBits): Float32Array {
  const factors = new Float32Array(size);
  for (let position = 0; position < size; position++) {
    factors[position] = hash(hash(position) ^ key) < threshold ? 0 : scale;
  }
  return factors;
}

/** triple32 (Wellons 2018, https://nullprogram.com/blog/2018/07/31/): a permutation of the 32-bit numbers. */
function hash(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 17), 0xed5ad4bb);
  x = Math.imul(x ^ (x >>> 11), 0xac4c1b51);
  x = Math.imul(x ^ (x >>> 15), 0x31848bab);
  return (x ^ (x >>> 14)) >>> 0;
}
