/** Weights in a file, whatever its format. */
import { readFile } from "node:fs/promises";
import type { WeightValues } from "../model/parameters.ts";
import { decodeHdf5, isHdf5 } from "./hdf5.ts";
import { decodeSafetensors } from "./safetensors.ts";

/**
 * The weights of an HDF5 (`.weights.h5`) or safetensors file, by their names in it.
 *
 * @throws {Error} If the file is missing or is neither.
 */
export async function readWeightFile(path: string): Promise<Map<string, WeightValues>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`Cannot read ${path}: ${code === "ENOENT" ? "there is no such file" : code}`);
  }
  return isHdf5(bytes) ? decodeHdf5(bytes) : decodeSafetensors(bytes);
}
