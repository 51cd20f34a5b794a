import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runQuietly } from "./child.mjs";
import { root } from "./environment.mjs";
import { totals } from "./test-totals.mjs";

describe("totals of a real report", () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(root, "node_modules", ".totals-"));
    writeFileSync(join(folder, "vitest.config.mjs"), "export default {};");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function run(files: Record<string, string>) {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), `import { it } from "vitest";\n${text}`);
    }
    const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
    const report = join(folder, "report.json");
    const { exitCode } = await runQuietly(
      process.execPath,
      [vitest, "run", "--reporter=json", `--outputFile=${report}`, ...Object.keys(files)],
      { cwd: folder },
    );
    return totals(JSON.parse(readFileSync(report, "utf8")), exitCode);
  }

  it("counts what passed", async () => {
    const result = await run({ "a.test.mjs": 'it("one", () => {}); it("two", () => {});' });
    expect(result).toEqual({ line: "2 passed, 0 failed", failed: 0 });
  });

  it("counts failures, skipped tests and files that crashed", async () => {
    const result = await run({
      "b.test.mjs":
        'it("one", () => { throw new Error("no"); }); it.skip("two", () => {}); it.todo("three");',
      "c.test.mjs": 'it("one", () => {}); throw new Error("crash");',
      "d.test.mjs": 'import "./missing.mjs";',
    });
    expect(result).toEqual({ line: "0 passed, 3 failed, 2 skipped", failed: 3 });
  });

  it("counts an error outside every test", async () => {
    const late = 'it("one", () => { Promise.reject(new Error("late")); });';
    const result = await run({ "e.test.mjs": late });
    expect(result).toEqual({ line: "1 passed, 1 failed", failed: 1 });
  });
});

it("takes a missing report for a failure", () => {
  expect(totals(undefined, 0)).toEqual({ line: "0 passed, 1 failed", failed: 1 });
});
