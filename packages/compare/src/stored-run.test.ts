import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { presets } from "@encdec/summarize";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storedRun, taskOfRun } from "./stored-run.ts";

const RECORD = { dataFingerprint: "f", checksums: {}, madeWith: { encdec: "1" } };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-compare-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function runWith(name: string, settings: object): Promise<string> {
  const run = join(folder, name);
  await mkdir(run, { recursive: true });
  await writeFile(join(run, "config.json"), JSON.stringify({ ...settings, ...RECORD }));
  return run;
}

describe("storedRun", () => {
  const asked = { task: "summarize", preset: "tiny" } as const;
  // What a preset leaves open is decided by the data.
  const text = { ...presets.tiny.text, summaryLength: 12, capitalize: true };

  it("tells what is left to do", async () => {
    expect(await storedRun(join(folder, "none"), asked)).toBe("absent");
    const run = await runWith("run", { task: "summarize", ...presets.tiny, text });
    expect(await storedRun(run, asked)).toBe("unfinished");
    await writeFile(join(run, "README.md"), "# Model card");
    expect(await storedRun(run, asked)).toBe("finished");
  });

  it("refuses a run with other settings, or of another task", async () => {
    const wide = { ...presets.tiny.model, units: 49 };
    const run = await runWith("wide", { task: "summarize", ...presets.tiny, text, model: wide });
    await expect(storedRun(run, asked)).rejects.toThrow(
      new Error(
        `Cannot use ${run}: its settings must be those of preset tiny, got another model.units; --overwrite trains it anew, --runs names another folder`,
      ),
    );
    await expect(storedRun(run, { ...asked, task: "forecast" })).rejects.toThrow(
      "the run must be of task forecast",
    );
  });
});

describe("taskOfRun", () => {
  it("reads the task", async () => {
    const run = await runWith("named", { task: "forecast" });
    expect(await taskOfRun(run, ["translate", "forecast"])).toBe("forecast");
  });

  it("refuses other folders", async () => {
    await expect(taskOfRun(join(folder, "none"), ["forecast"])).rejects.toThrow(
      /^Cannot load the run .*none: config.json is missing; train one first, or name its folder$/,
    );
    const run = await runWith("foreign", { task: "chess" });
    await expect(taskOfRun(run, ["translate", "forecast"])).rejects.toThrow(
      new Error(
        `Cannot load the run ${run}: its task must be one of translate, forecast, got "chess"`,
      ),
    );
  });
});
