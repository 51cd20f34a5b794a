import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TrainingShare, watchTraining } from "./training-share.ts";

let run: string;
beforeAll(async () => {
  run = await mkdtemp(join(tmpdir(), "encdec-compare-"));
});
afterAll(() => rm(run, { recursive: true }));

it("tells each new epoch of the training that has begun, not of one before it", async () => {
  const config = join(run, "config.json");
  const line = (epoch: number): string => `${JSON.stringify({ epoch, step: 7 * epoch })}\n`;
  await writeFile(config, JSON.stringify({ training: { epochs: 8 } }));
  await writeFile(join(run, "metrics.jsonl"), line(8));
  const before = new Date(Date.now() - 60_000);
  await utimes(config, before, before);

  const heard: TrainingShare[] = [];
  const stop = watchTraining(run, { onShare: (share) => heard.push(share) });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await rm(join(run, "metrics.jsonl"));
  await writeFile(config, JSON.stringify({ training: { epochs: 9, maxMinutes: 3 } }));
  await expect.poll(() => heard.length, { timeout: 5000 }).toBe(1);
  await writeFile(join(run, "metrics.jsonl"), line(1) + line(2));
  await expect.poll(() => heard.length, { timeout: 5000 }).toBe(2);
  stop();
  expect(heard).toEqual([
    { epoch: 0, epochs: 9, maxMinutes: 3 },
    { epoch: 2, epochs: 9, maxMinutes: 3 },
  ]);
});
