import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isFinishedRun, prepareRunFolder, RUN_FILES } from "./run-folder.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "encdec-run-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("prepareRunFolder", () => {
  it("accepts a new or an empty folder", async () => {
    await prepareRunFolder(join(folder, "new"));
    await prepareRunFolder(folder);
  });

  it("keeps a run unless it may be replaced", async () => {
    const config = join(folder, RUN_FILES.config);
    await writeFile(config, "{}");
    await expect(prepareRunFolder(folder)).rejects.toThrow(
      `Cannot write the run: ${folder} already holds one`,
    );
    expect(existsSync(config)).toBe(true);
    await prepareRunFolder(folder, { overwrite: true });
    expect(existsSync(config)).toBe(false);
  });

  it("never removes what is not a run's", async () => {
    await writeFile(join(folder, "thesis.tex"), "");
    await expect(prepareRunFolder(folder, { overwrite: true })).rejects.toThrow(
      `Cannot write the run: ${folder} holds something that is not a run's, got "thesis.tex"`,
    );
    const file = join(folder, "thesis.tex");
    await expect(prepareRunFolder(file)).rejects.toThrow(
      `Cannot write the run: the folder's name is taken by a file, got ${file}`,
    );
  });

  it("takes a run with a model card for finished", async () => {
    expect(isFinishedRun(folder)).toBe(false);
    await writeFile(join(folder, RUN_FILES.card), "");
    expect(isFinishedRun(folder)).toBe(true);
  });
});
