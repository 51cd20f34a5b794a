import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { readRunEvaluation, saveRunEvaluation } from "./evaluation-file.ts";
import type { RunEvaluation } from "./run-evaluation.ts";

const EVALUATION: RunEvaluation = {
  task: "greet",
  architecture: "LSTM",
  parameters: 3,
  data: { size: "2 names", description: "names", licence: "MIT" },
  unit: "tokens",
  training: { seconds: 2, perSecond: 9 },
  measures: [{ name: "BLEU", direction: "highest", maximum: 100 }],
  systems: [{ name: "model", scores: { BLEU: { score: 12.5 } } }],
  segments: { kind: "means", items: [{ key: "Ada", sum: 1, count: 2 }] },
  attention: [],
  forecasts: [],
  grids: [],
};

const folders: string[] = [];
let run: string;
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), "encdec-evaluation-"));
  folders.push(run);
  await writeFile(join(run, "config.json"), "{}");
  await writeFile(join(run, "model.safetensors"), "weights");
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

describe("an evaluation in a run folder", () => {
  it("is read as it was written", async () => {
    expect(await readRunEvaluation(run)).toBeUndefined();
    await saveRunEvaluation(run, EVALUATION);
    expect(await readRunEvaluation(run)).toEqual(EVALUATION);
  });

  it.each(["config.json", "model.safetensors"])(
    "counts for nothing when %s is another",
    async (name) => {
      await saveRunEvaluation(run, EVALUATION);
      await writeFile(join(run, name), "changed");
      expect(await readRunEvaluation(run)).toBeUndefined();
    },
  );

  it("counts for nothing when it is damaged, or of another shape", async () => {
    await saveRunEvaluation(run, EVALUATION);
    const file = join(run, "evaluation.json");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.slice(0, -10));
    expect(await readRunEvaluation(run)).toBeUndefined();
    await writeFile(file, text.replace('"shape":1', '"shape":0'));
    expect(await readRunEvaluation(run)).toBeUndefined();
  });

  it("needs a run", async () => {
    await rm(join(run, "model.safetensors"));
    const problem = /^Cannot evaluate .*: model\.safetensors cannot be read \(ENOENT/;
    await expect(readRunEvaluation(run)).rejects.toThrow(problem);
    await expect(saveRunEvaluation(run, EVALUATION)).rejects.toThrow(problem);
  });
});
