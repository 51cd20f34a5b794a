/** Random numbers by place: each is a function of what it is for, so that no draw depends on another. */

/**
 * A number in [0, 1), in steps of 2^-32, that is a hash of whole numbers.
 *
 * Source: the mixing of MurmurHash3 (Appleby 2011).
 */
export function uniformAt(...place: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const value of place) {
    hash = mix(Math.imul(hash, 5) + 0xe6546b64 + mix(value));
  }
  return mix(hash) / 0x100000000;
}

function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
