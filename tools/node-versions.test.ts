/**
 * Runs real programs under the oldest and a newer supported Node.js; others by hand:
 * `ENCDEC_NODE_VERSIONS=22,26 npm test -- node-versions`.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { appCommand } from "./app-command.mjs";
import { runQuietly } from "./child.mjs";
import { root } from "./environment.mjs";
import { nodeBinary } from "./node-binary.ts";
import { programCommand } from "./program-command.mjs";

const versions = (process.env.ENCDEC_NODE_VERSIONS ?? "20,24").split(",");

describe.each(versions)("Node.js %s", (version) => {
  it("loads the engine and multiplies", async ({ skip }) => {
    const node = await nodeBinary(version).catch((error: Error) => skip(error.message));
    const program = join(import.meta.dirname, "fixtures", "multiply.ts");
    const [current, args] = programCommand(program, []);
    const { exitCode, stdout, output } = await runQuietly(node, args, { cwd: root });
    expect(exitCode, output).toBe(0);
    const result = JSON.parse(stdout);
    expect(result.node.split(".")[0]).toBe(version);
    expect(result.product).toEqual([
      [19, 22],
      [43, 50],
    ]);
    // The same engine as here: none is lost with the version.
    const here = await runQuietly(current, args, { cwd: root });
    expect(result).toEqual({ ...JSON.parse(here.stdout), node: result.node });
  });

  it("trains a translator and translates with it", async ({ skip }) => {
    const node = await nodeBinary(version).catch((error: Error) => skip(error.message));
    const folder = mkdtempSync(join(tmpdir(), "encdec-node-"));
    const translate = (...words: string[]) => {
      const [, args] = appCommand("translate", [...words, "--run", join(folder, "run")]);
      return runQuietly(node, args, { cwd: root });
    };
    try {
      const training = await translate("train", "--preset", "tiny", "--quiet");
      expect(training.exitCode, training.output).toBe(0);
      expect(existsSync(join(folder, "run", "README.md"))).toBe(true);
      const source = "woman: dark skin tone";
      const { exitCode, stdout, output } = await translate(
        "translate",
        source,
        "--json",
        "--quiet",
      );
      expect(exitCode, output).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ source, translation: expect.any(String) });
      // Nothing but the result: no line on the engine, no warning of this version of Node.js.
      expect(output).toBe(stdout);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
