import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { decodeHdf5 } from "./hdf5.ts";
import { readWeightFile } from "./weight-file.ts";

const FIXTURES = fileURLToPath(new URL("../../test/fixtures/weights", import.meta.url));
const FILE = join(FIXTURES, "keras-repeat-vector.weights.h5");

it("reads the arrays that Keras wrote, by their paths", async () => {
  const weights = decodeHdf5(await readFile(FILE));
  expect([...weights].map(([name, { shape }]) => [name, shape])).toEqual([
    ["layers/lstm/cell/vars/0", [3, 24]],
    ["layers/lstm/cell/vars/1", [6, 24]],
    ["layers/lstm/cell/vars/2", [24]],
    ["layers/lstm_1/cell/vars/0", [6, 24]],
    ["layers/lstm_1/cell/vars/1", [6, 24]],
    ["layers/lstm_1/cell/vars/2", [24]],
    ["layers/time_distributed/layer/vars/0", [6, 2]],
    ["layers/time_distributed/layer/vars/1", [2]],
  ]);
});

it("refuses other bytes and half a file", async () => {
  expect(() => decodeHdf5(Uint8Array.of(1, 2, 3))).toThrow(
    "Cannot read HDF5: the signature is missing, got 3 other bytes",
  );
  const bytes = await readFile(FILE);
  expect(() => decodeHdf5(bytes.subarray(0, bytes.length / 2))).toThrow(
    "Cannot read HDF5: the file is cut off or unusual (",
  );
});

it("tells the formats of weight files apart", async () => {
  expect((await readWeightFile(FILE)).get("layers/lstm/cell/vars/2")?.shape).toEqual([24]);
  const other = await readWeightFile(join(FIXTURES, "pytorch-gru.safetensors"));
  expect(other.get("decoder.fc.bias")?.shape).toEqual([9]);
  const missing = join(FIXTURES, "missing.h5");
  await expect(readWeightFile(missing)).rejects.toThrow(
    `Cannot read ${missing}: there is no such file`,
  );
});
