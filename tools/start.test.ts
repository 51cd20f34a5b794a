import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runQuietly } from "./child.mjs";
import { root } from "./environment.mjs";

let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(join(tmpdir(), "encdec-start-"));
});
afterAll(() => rm(runs, { recursive: true }));

describe("npm start", () => {
  const start = (...args: string[]) =>
    runQuietly(process.execPath, [join(root, "tools", "start.mjs"), ...args], { cwd: root });

  /** When weights and scores of the run were written. */
  const savedMs = () =>
    Promise.all(
      ["model.safetensors", "evaluation.json"].map(
        async (name) => (await stat(join(runs, "forecast", name))).mtimeMs,
      ),
    );

  const onBusyMachine = { timeout: 300_000 };

  it("trains, prints the table and names the report, once", onBusyMachine, async () => {
    // The smallest part of the main job: seconds instead of minutes.
    const smallest = ["--preset", "tiny", "--tasks", "forecast", "--runs", runs];
    const report = join(runs, "compare", "report.html");
    const table = /^forecast .*(better|worse|cannot be told apart)/m;
    const first = await start(...smallest);
    expect(first.exitCode, first.output).toBe(0);
    expect(first.stdout).toMatch(table);
    expect(first.output).toContain(`${report} shows`);
    expect(await readFile(report, "utf8")).toContain("<svg");

    const trainedMs = await savedMs();
    const second = await start(...smallest);
    expect(second.exitCode, second.output).toBe(0);
    expect(second.stdout).toBe(first.stdout);
    expect(await savedMs()).toEqual(trainedMs);
  });
});
