import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTrainingRecord } from "./training-record.ts";

let run: string;
beforeAll(async () => {
  run = await mkdtemp(join(tmpdir(), "encdec-compare-"));
});
afterAll(() => rm(run, { recursive: true }));

describe("readTrainingRecord", () => {
  it("finds nothing where there is no run", async () => {
    expect(await readTrainingRecord(join(run, "missing"))).toEqual({ curve: [] });
  });

  it("reads the curve from the metrics, and the clock from the newest state", async () => {
    const points = [1, 2].map((epoch) => ({
      epoch,
      step: 9 * epoch,
      trainingLoss: 1,
      validation: {},
    }));
    const lines = points.map((point) => `${JSON.stringify(point)}\n`);
    await writeFile(join(run, "metrics.jsonl"), lines.join(""));
    await mkdir(join(run, "state"));
    for (const step of [9, 18, 100]) {
      const reports = [{ tokensPerSecond: 10 }, { tokensPerSecond: 10 + step }];
      const position = { elapsedSeconds: 2 * step, reports };
      await writeFile(join(run, "state", `${step}.json`), JSON.stringify({ position }));
      await writeFile(join(run, "state", `${step}.json.4711`), "half");
    }
    expect(await readTrainingRecord(run)).toEqual({ curve: points, seconds: 200, perSecond: 60 });
  });
});
