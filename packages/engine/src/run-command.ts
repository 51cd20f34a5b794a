/** Runs a program to its end, within a time limit. */

import { spawn } from "node:child_process";

export interface RunCommandOptions {
  readonly timeoutMs: number;
  /** Variables on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Output of a program that ended well.
 *
 * @throws {Error} If it cannot start, fails or takes longer than `timeoutMs`: one sentence with its last words.
 */
export function runCommand(
  command: string,
  commandArguments: readonly string[],
  options: RunCommandOptions,
): Promise<CommandOutput> {
  const { timeoutMs, env } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArguments, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    // A grandchild may keep the pipes open after its parent is killed: wait for neither.
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      reject(new Error(`${command} did not end within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(new Error(`${command} cannot be started: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve({ stdout, stderr });
      else reject(new Error(`${command} ${ending(code, signal)}${lastWords(stderr)}`));
    });
  });
}

function ending(code: number | null, signal: string | null): string {
  return signal === null ? `failed with exit code ${code}` : `was ended by ${signal}`;
}

/** The line that says most: the first that tells of an error, else the last. */
function lastWords(stderr: string): string {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const telling = lines.find((line) => /\berror\b|exception/i.test(line)) ?? lines.at(-1);
  return telling === undefined ? "" : `: ${telling.slice(0, 300)}`;
}
