import { expect, it } from "vitest";
import { runCommand } from "./run-command.ts";

const node = process.execPath;
const timeoutMs = 20_000;

it("returns both outputs, and passes variables on", async () => {
  const code = "process.stdout.write(process.env.WORD); process.stderr.write('aside')";
  const output = await runCommand(node, ["--eval", code], { timeoutMs, env: { WORD: "word" } });
  expect(output).toEqual({ stdout: "word", stderr: "aside" });
});

it("tells the exit code and the line with the error", async () => {
  const code =
    "console.error('begin'); console.error('x.cc:3: error: no'); console.error('end'); process.exit(3)";
  await expect(runCommand(node, ["--eval", code], { timeoutMs })).rejects.toThrow(
    new Error(`${node} failed with exit code 3: x.cc:3: error: no`),
  );
});

it("tells the signal of a crash", async () => {
  await expect(runCommand(node, ["--eval", "process.abort()"], { timeoutMs })).rejects.toThrow(
    `${node} was ended by SIGABRT`,
  );
});

it("tells that a program is not there", async () => {
  await expect(runCommand("no-such-program", [], { timeoutMs })).rejects.toThrow(
    new Error("no-such-program cannot be started: spawn no-such-program ENOENT"),
  );
});

it("waits neither for a program that hangs nor for its children", async () => {
  const grandchild = "setTimeout(() => {}, 20_000)";
  const code = `require("node:child_process").spawn(process.execPath, ["--eval", "${grandchild}"], { stdio: "inherit" }); setTimeout(() => {}, 60_000)`;
  const start = performance.now();
  await expect(runCommand(node, ["--eval", code], { timeoutMs: 500 })).rejects.toThrow(
    new Error(`${node} did not end within 0.5 s`),
  );
  expect(performance.now() - start).toBeLessThan(10_000);
});
