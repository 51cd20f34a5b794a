import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runQuietly } from "./child.mjs";
import { root } from "./environment.mjs";

describe("npm run", () => {
  const run = (...args: string[]) =>
    runQuietly(process.execPath, [join(root, "tools", "run.mjs"), ...args], { cwd: root });

  it("names the apps there are when asked for another", async () => {
    const { exitCode, output } = await run("--verb", "train", "translat", "--preset", "small");
    expect(exitCode).toBe(2);
    expect(output).toMatch(
      /^Cannot run: the app must be one of compare, engine, .*translate.*, got "translat"\n$/,
    );
  });

  it("starts the app with its arguments", async () => {
    const { exitCode, output } = await run("engine", "--help");
    expect(exitCode, output).toBe(0);
    expect(output).toContain("doctor");
  });

  it("puts the verb before the app's arguments", async () => {
    const { exitCode, stdout, output } = await run("--verb", "train", "translate", "--help");
    expect(exitCode, output).toBe(0);
    expect(stdout).toContain("--preset");
  });
});
