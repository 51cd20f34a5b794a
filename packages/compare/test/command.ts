/** The command of this package, which takes longer than those of the apps: it runs all of them. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { type CommandResult, commandLine } from "../../core/test/app-command.ts";

const CLI = new URL("../src/cli.ts", import.meta.url);

/** Longest time on a busy machine. */
export const LONGEST_MS = 600_000;

/**
 * Runs `encdec-compare ...arguments`.
 *
 * @param interruptAt Words on standard error at which it gets Ctrl-C.
 */
export async function runCommand(
  args: readonly string[],
  interruptAt?: RegExp,
): Promise<CommandResult> {
  const [node = "", ...nodeArgs] = commandLine(CLI, args);
  const child = spawn(node, nodeArgs, { timeout: LONGEST_MS, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (chunk: string) => {
    said += chunk;
    if (interruptAt?.test(said) && child.kill("SIGINT")) interruptAt = undefined;
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const [stdout, exitCode] = await Promise.all([text(child.stdout), ended]);
  return { exitCode, stdout, stderr: said };
}
