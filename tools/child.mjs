// @ts-check
/** Child processes: one that is watched to its end, and one that takes over the terminal. */
import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a command and keeps what it prints.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<{ exitCode: number, stdout: string, output: string }>} `output` holds standard
 *   output and standard error as they came.
 */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let output = "";
    child.stdout?.on("data", (chunk) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", (error) =>
      resolve({ exitCode: 1, stdout, output: `${output}${error.message}\n` }),
    );
    child.on("close", (code, signal) =>
      resolve({ exitCode: exitCodeOf(code, signal), stdout, output }),
    );
  });
}

/**
 * Runs a command in the foreground: it has the terminal, and gets the signals sent to this process.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<number>} The exit code; 128 + the signal's number if a signal ended it.
 */
export function runInForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: "inherit" });
    // A terminal sends Ctrl-C to the child as well, and a second one would cut its orderly end short.
    const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      if (signal !== "SIGINT" || !onTerminal) child.kill(signal);
    };
    const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
    for (const signal of signals) process.on(signal, forward);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(exitCodeOf(code, signal));
    });
  });
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
function exitCodeOf(code, signal) {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
