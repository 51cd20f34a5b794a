/** Does what the README says, in a folder outside of the checkout. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runQuietly } from "../../tools/child.mjs";
import { linesOfRunner } from "../../tools/documents.ts";
import { childEnvironment, root } from "../../tools/environment.mjs";
import { nodeBinary } from "../../tools/node-binary.ts";

/** Installing takes its time. */
const LONGEST_MS = 600_000;

const FILES = ["main.ts", "package.json", "tsconfig.json"];

let folder: string;
let printed = "";

const lines = linesOfRunner("own project").flatMap((document) => document.lines);
const installing = lines.findIndex(({ text }) => text.startsWith("npm install"));
// The packages are compiled before all tests, and built by the one of the build.
const inCheckout = lines.slice(0, installing).filter(({ text }) => text !== "npm run build");
const inCopy = lines.slice(installing);

/** Runs a line of the README, with a folder of our own for the packs. */
async function run(text: string, cwd: string, node = process.execPath): Promise<string> {
  const line = text.replaceAll("/tmp/encdec", join(folder, "packs"));
  const env = {
    ...childEnvironment(),
    npm_config_prefer_offline: "true",
    PATH: `${dirname(node)}:${process.env.PATH}`,
  };
  const { exitCode, output } = await runQuietly("bash", ["-ec", line], { cwd, env });
  expect(exitCode, output).toBe(0);
  return output;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "encdec-own-project-"));
  for (const file of FILES) copyFileSync(join(import.meta.dirname, file), join(folder, file));
  for (const { text } of inCheckout) await run(text, root);
  for (const { text } of inCopy.slice(0, -1)) printed += await run(text, folder);
}, LONGEST_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("installs what this Node.js is enough for", () => {
  expect(printed).toContain("added ");
  expect(printed).not.toContain("EBADENGINE");
});

describe.each(["20", "24"])("a project outside of the workspace, on Node.js %s", (version) => {
  it("trains a model of its own", { timeout: LONGEST_MS }, async ({ skip }) => {
    const node = await nodeBinary(version).catch((error: Error) => skip(error.message));
    expect(await run("node --version", folder, node)).toMatch(new RegExp(`^v${version}\\.`));
    const output = await run(inCopy.at(-1)?.text ?? "", folder, node);
    const [, right] = /^(\d+) of 40 dates that it never saw are right/m.exec(output) ?? [];
    expect(Number(right), output).toBeGreaterThan(30);
  });
});
