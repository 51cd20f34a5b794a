import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runInForeground, runQuietly } from "./child.mjs";
import { root } from "./environment.mjs";

const node = process.execPath;

describe("runQuietly", () => {
  it("keeps what a command prints and its exit code", async () => {
    const program = "console.log('out'); console.error('err'); process.exitCode = 3";
    const result = await runQuietly(node, ["--eval", program]);
    expect(result).toMatchObject({ exitCode: 3, stdout: "out\n" });
    expect(result.output.split("\n").sort()).toEqual(["", "err", "out"]);
  });

  it("reports a command that does not exist", async () => {
    const { exitCode, output } = await runQuietly("no-such-command", []);
    expect(exitCode).toBe(1);
    expect(output).toContain("ENOENT");
  });
});

describe("runInForeground", () => {
  it("resolves to the exit code, 128 + number after a signal", async () => {
    expect(await runInForeground(node, ["--eval", "process.exitCode = 7"])).toBe(7);
    expect(await runInForeground(node, ["--eval", "process.kill(process.pid, 'SIGKILL')"])).toBe(
      137,
    );
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "passes %s on and waits for an orderly end",
    async (signal) => {
      const inner = `
      process.on("${signal}", () => setTimeout(() => process.exit(42), 100));
      setInterval(() => {}, 1000);
      console.log("ready");`;
      const outer = `
      import { runInForeground } from ${JSON.stringify(join(root, "tools", "child.mjs"))};
      process.exitCode = await runInForeground(process.execPath, ["--eval", ${JSON.stringify(inner)}]);`;
      const child = spawn(node, ["--input-type=module", "--eval", outer], {
        stdio: ["ignore", "pipe", "pipe"],
      });
      await once(child.stdout, "data");
      child.kill(signal);
      const [exitCode] = await once(child, "close");
      expect(exitCode).toBe(42);
    },
  );
});
