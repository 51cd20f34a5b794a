/** Runs the command of the translator in a process of its own, from source. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a command left behind. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

/** Runs `encdec-translate ...arguments`; `input` goes to standard input. */
export function runCommand(
  args: readonly string[],
  options: {
    readonly input?: string;
    readonly onStderr?: (text: string, pid: number) => void;
  } = {},
): Promise<CommandResult> {
  const node = ["--conditions=@encdec/source", "--import", "tsx", CLI, ...args];
  const child = spawn(process.execPath, node, { timeout: 100_000 });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += chunk;
    options.onStderr?.(output.stderr, child.pid ?? 0);
  });
  child.stdin.end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, ...output }));
  });
}
