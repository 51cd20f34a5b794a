/** Weights in HDF5, as Keras writes them. */
import { Dataset, File, type Group } from "jsfive";
import type { WeightValues } from "../model/parameters.ts";

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]; // \x89HDF\r\n\x1a\n

/** True when the bytes begin as an HDF5 file. */
export function isHdf5(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/**
 * Decodes every array of floating point numbers of an HDF5 file, as float32.
 *
 * @returns Arrays by their path, such as `layers/lstm/cell/vars/0`; whole numbers and text are left out.
 * @throws {Error} If the bytes are not HDF5, are cut off, or use what the reader does not know.
 */
export function decodeHdf5(bytes: Uint8Array): Map<string, WeightValues> {
  if (!isHdf5(bytes)) {
    throw new Error(`Cannot read HDF5: the signature is missing, got ${bytes.length} other bytes`);
  }
  const weights = new Map<string, WeightValues>();
  try {
    collect(new File(new Uint8Array(bytes).buffer), "", weights);
  } catch (error) {
    throw new Error(
      `Cannot read HDF5: the file is cut off or unusual (${(error as Error).message})`,
    );
  }
  return weights;
}

function collect(group: Group, path: string, weights: Map<string, WeightValues>): void {
  for (const key of group.keys) {
    const entry = group.get(key);
    if (!(entry instanceof Dataset)) {
      collect(entry, `${path}${key}/`, weights);
    } else if (/^[<>]f[248]$/.test(String(entry.dtype))) {
      const { shape, value } = entry;
      weights.set(path + key, { shape: [...shape], values: Float32Array.from(value) });
    }
  }
}
