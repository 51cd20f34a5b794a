/** Runs the command of an app, compiled, in a process of its own; and what every refusal looks like. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** What a command left behind. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of a command. */
export interface RunCommandOptions {
  /** Standard input. @default nothing */
  readonly input?: string | Uint8Array;
  /** Words on standard error at which the process gets Ctrl-C. @default it gets none */
  readonly interruptAt?: RegExp;
}

/** Runs `encdec-<app> ...arguments` to its end. */
export type RunCommand = (
  args: readonly string[],
  options?: RunCommandOptions,
) => Promise<CommandResult>;

/** Longest time of a command on a busy machine. */
const TIMEOUT_MS = 100_000;

/** What starts `encdec-<app> ...arguments`: what is compiled of its source. */
export function commandLine(cli: URL, args: readonly string[]): string[] {
  const compiled = new URL("../dist/cli.js", cli);
  return [process.execPath, fileURLToPath(compiled), ...args];
}

/** Starts `encdec-<app> ...arguments`; its output is read as text. */
export function startCommand(cli: URL, args: readonly string[]): ChildProcessWithoutNullStreams {
  const [node = "", ...nodeArgs] = commandLine(cli, args);
  const child = spawn(node, nodeArgs, { timeout: TIMEOUT_MS });
  child.stdout.setEncoding("utf8");
  child.stderr.setEncoding("utf8");
  return child;
}

/** A function that runs `encdec-<app> ...arguments`. */
export function appCommand(cli: URL): RunCommand {
  return (args, { input = "", interruptAt } = {}) => {
    let awaited = interruptAt; // a second Ctrl-C would end it at once
    const child = startCommand(cli, args);
    const output = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => {
      output.stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output.stderr += chunk;
      if (awaited?.test(output.stderr) && child.kill("SIGINT")) awaited = undefined;
    });
    child.stdin.on("error", () => undefined); // a command may end before it has read all
    child.stdin.end(input);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (exitCode) => resolve({ exitCode, ...output }));
    });
  };
}

/** A function that expects a command to end with one sentence on standard error and nothing on standard output. */
export function refusalBy(
  run: RunCommand,
): (args: readonly string[], exitCode: number, message: string) => Promise<void> {
  return async (args, exitCode, message) => {
    const result = await run([...args, "--quiet"]);
    expect(result.stderr).toContain(message);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
    expect(result.stdout).toBe("");
    expect(result.exitCode).toBe(exitCode);
  };
}
