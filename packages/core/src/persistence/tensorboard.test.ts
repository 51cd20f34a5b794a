import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadEngine } from "../backend/engine.ts";
import { TensorboardWriter } from "./tensorboard.ts";

/** The records of a TFRecord file: length, checksum, data, checksum. */
function records(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let place = 0; place < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(place));
    found.push(bytes.subarray(place + 12, place + 12 + length));
    place += length + 16;
  }
  return found;
}

it("writes one event for each finite value, or says which engine can", async () => {
  const { name } = await loadEngine();
  const folder = await mkdtemp(join(tmpdir(), "encdec-events-"));
  try {
    if (name === "wasm") {
      expect(() => new TensorboardWriter(folder)).toThrow(
        "Cannot write TensorBoard files: the engine must be fused or tensorflow, got wasm; leave --tensorboard out",
      );
      return;
    }
    const writer = new TensorboardWriter(folder);
    for (const step of [1, 2]) writer.write(step, { loss: 0.5 * step, rate: Number.NaN });
    writer.close();
    const [file = ""] = await readdir(folder);
    expect(file).toMatch(/^events\.out\.tfevents\./);
    const events = records(await readFile(join(folder, file))).filter((each) =>
      each.includes("loss"),
    );
    expect(events).toHaveLength(2);
    const value = Buffer.alloc(4);
    value.writeFloatLE(1);
    expect(events[1]?.includes(value)).toBe(true);
    expect(events.some((each) => each.includes("rate"))).toBe(false);
  } finally {
    await rm(folder, { recursive: true });
  }
});
