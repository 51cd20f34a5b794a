/** Programs that the comparison runs in processes of their own. */
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { EXIT } from "@encdec/core/command-line";
import type { TaskName } from "./config.ts";

/** Options of {@link runChild}. */
export interface ChildOptions {
  /** Asks the child to stop: it saves what it has. */
  readonly signal: AbortSignal;
  /** File of all that the child says. */
  readonly log: string;
  /** Threads of its engine. */
  readonly threads: number;
}

/** A child that was asked to stop. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

/** True where this module runs as TypeScript: then the others do, too. */
const IS_SOURCE = import.meta.url.endsWith(".ts");

/** The file of an app's command. */
export function appCommand(task: TaskName): string {
  const manifest = createRequire(import.meta.url).resolve(`@encdec/${task}/package.json`);
  return join(dirname(manifest), ...(IS_SOURCE ? ["src", "cli.ts"] : ["dist", "cli.js"]));
}

/** The file of the program that evaluates one run. */
export function evaluationProgram(): string {
  return fileURLToPath(new URL(`evaluate-child.${IS_SOURCE ? "ts" : "js"}`, import.meta.url));
}

/**
 * Runs a program with this process's Node.js and its flags.
 *
 * @throws {InterruptedError} If it was asked to stop.
 * @throws {Error} With the last line of what it said, if it failed.
 */
export async function runChild(
  file: string,
  args: readonly string[],
  { signal, log, threads }: ChildOptions,
): Promise<void> {
  if (signal.aborted) throw new InterruptedError();
  await mkdir(dirname(log), { recursive: true });
  const child = spawn(process.execPath, [...process.execArgv, file, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
    // In a group of its own: of a terminal's Ctrl-C it hears from here, and once.
    detached: process.platform !== "win32",
    env: { ENCDEC_THREADS: String(threads), ...process.env },
  });
  const stop = (): void => void child.kill("SIGINT");
  signal.addEventListener("abort", stop);
  const said = createWriteStream(log);
  let end = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    said.write(text);
    end = (end + text).slice(-4000);
  });
  try {
    const [code, killedBy] = await new Promise<[number | null, NodeJS.Signals | null]>(
      (resolve, reject) => {
        child.on("error", reject);
        child.on("close", (...ended) => resolve(ended));
      },
    );
    if (code === EXIT.done) return;
    if (code === EXIT.interrupted || signal.aborted) throw new InterruptedError();
    throw new Error(lastLine(end) ?? `Cannot go on: the process ended with ${killedBy ?? code}`);
  } finally {
    signal.removeEventListener("abort", stop);
    await new Promise<void>((resolve) => said.end(() => resolve()));
  }
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split("\n").at(-1)?.trim() || undefined;
}
