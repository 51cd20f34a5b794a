import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCurve } from "./read-curve.ts";

let run: string;
beforeAll(async () => {
  run = await mkdtemp(join(tmpdir(), "encdec-compare-"));
});
afterAll(() => rm(run, { recursive: true }));

describe("readCurve", () => {
  it("finds nothing where there is no run", async () => {
    expect(await readCurve(join(run, "missing"))).toEqual([]);
  });

  it("reads a point a line", async () => {
    const points = [1, 2].map((epoch) => ({
      epoch,
      step: 9 * epoch,
      trainingLoss: 1,
      validation: { loss: 2 },
    }));
    const lines = points.map((point) => `${JSON.stringify(point)}\n`);
    await writeFile(join(run, "metrics.jsonl"), lines.join(""));
    expect(await readCurve(run)).toEqual(points);
  });
});
