// @ts-check
/**
 * Runs the tests and ends with one line of totals from the runner's own report. Arguments go to
 * vitest: `npm test -- text` runs the tests whose path holds "text".
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { runInForeground } from "./child.mjs";
import { childEnvironment, root } from "./environment.mjs";
import { setUp } from "./setup.mjs";
import { totals } from "./test-totals.mjs";

const reportFile = join(root, "node_modules", ".cache", "encdec", "test-report.json");

await setUp();
// A report of an earlier run must never be taken for this one's.
rmSync(reportFile, { force: true });
mkdirSync(dirname(reportFile), { recursive: true });
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
const exitCode = await runInForeground(
  process.execPath,
  [vitest, "run", ...reporters, ...process.argv.slice(2)],
  { cwd: root, env: childEnvironment() },
);
const { line, failed } = totals(readReport(), exitCode);
process.exitCode = failed > 0 ? 1 : exitCode;
process.stdout.write(`${line}\n`);

function readReport() {
  try {
    return JSON.parse(readFileSync(reportFile, "utf8"));
  } catch {
    return undefined;
  }
}
