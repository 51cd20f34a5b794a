/** Random numbers of a seed: the same on every engine, nothing to save. */

/** `size` numbers in [0, 1), in steps of 2^-32: hashes of seed and position by the mixing of MurmurHash3 (Appleby 2011). */
export function uniformNumbers(size: number, seed: number): number[] {
  const key = mix(seed ^ 0x9e3779b9);
  return Array.from({ length: size }, (_, position) => mix(mix(position + 1) ^ key) / 0x100000000);
}

function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
