/** Does what the README says, in a folder outside of the checkout. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runQuietly } from "../../tools/child.mjs";
import { childEnvironment, root } from "../../tools/environment.mjs";
import { nodeBinary } from "../../tools/node-binary.ts";
import { pnpm } from "../../tools/pnpm.mjs";

/** Installing takes its time. */
const LONGEST_MS = 600_000;

const FILES = ["main.ts", "package.json", "tsconfig.json"];

let folder: string;

async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { exitCode, output } = await runQuietly(command, args, { cwd, env: childEnvironment() });
  expect(exitCode, output).toBe(0);
  return output;
}

async function pack(name: string): Promise<string> {
  const { command, args } = pnpm([
    ...["-C", join("packages", name)],
    ...["pack", "--pack-destination", folder],
  ]);
  await run(command, args, root);
  return join(folder, `encdec-${name}-0.1.0.tgz`);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "encdec-own-project-"));
  for (const file of FILES) copyFileSync(join(import.meta.dirname, file), join(folder, file));
  const packs = [await pack("engine"), await pack("core")];
  const flags = ["--ignore-scripts", "--prefer-offline", "--loglevel=error"];
  await run("npm", ["install", ...flags, ...packs], folder);
  await run("npm", ["run", "build"], folder);
}, LONGEST_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(["20", "24"])("a project outside of the workspace, on Node.js %s", (version) => {
  it("trains a model of its own", { timeout: LONGEST_MS }, async ({ skip }) => {
    const node = await nodeBinary(version).catch((error: Error) => skip(error.message));
    const output = await run(node, [join(folder, "dist", "main.js")], folder);
    const [, right] = /^(\d+) of 40 dates that it never saw are right/.exec(output) ?? [];
    expect(Number(right), output).toBeGreaterThan(30);
  });
});
