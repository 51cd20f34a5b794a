/** Runs the command of an app in the process of the test, which has loaded the engine already. */
import { Readable } from "node:stream";
import { vi } from "vitest";
import type { CommandResult, RunCommand } from "./app-command.ts";

/** What a pipe gives at once. */
const PIPE_BYTES = 65_536;

let isRunning = false;

/**
 * A function that runs `encdec-<app> ...arguments` here: the same program as in a process of its own, on streams of its own. For
 * what only a process has (signals, a reader that leaves, an engine that is loaded anew) there is `appCommand`.
 */
export function commandHere(cli: URL): RunCommand {
  let calls = 0;
  return async (args, { input = "", interruptAt } = {}) => {
    if (interruptAt) throw new Error("Cannot run the command: Ctrl-C needs a process of its own");
    if (isRunning)
      throw new Error("Cannot run the command: another one has this process's streams");
    isRunning = true;
    const restore = [listeners(), exitCode(), argv([process.execPath, cli.pathname, ...args])];
    const output = { stdout: "", stderr: "" };
    const spies = [
      vi.spyOn(process, "stdin", "get").mockReturnValue(pipe(input) as typeof process.stdin),
      ...(["stdout", "stderr"] as const).map((stream) =>
        vi.spyOn(process[stream], "write").mockImplementation((text) => {
          output[stream] += text;
          return true;
        }),
      ),
    ];
    try {
      // The program runs when its module is evaluated: as a module of another name, once more.
      await import(/* @vite-ignore */ `${cli.pathname}?call=${++calls}`);
      return { exitCode: Number(process.exitCode ?? 0), ...output } satisfies CommandResult;
    } finally {
      for (const spy of spies) spy.mockRestore();
      for (const undo of restore) undo();
      isRunning = false;
    }
  };
}

function pipe(input: string | Uint8Array): Readable {
  const bytes = Buffer.from(input);
  const count = Math.ceil(bytes.length / PIPE_BYTES);
  const chunk = (_: unknown, index: number) =>
    bytes.subarray(index * PIPE_BYTES, (index + 1) * PIPE_BYTES);
  return Readable.from(Array.from({ length: count }, chunk), { objectMode: false });
}

/** A command has the process to itself and leaves its listeners behind. @returns What takes them away. */
function listeners(): () => void {
  const places: [NodeJS.EventEmitter, string][] = [
    [process, "SIGINT"],
    [process, "SIGTERM"],
    [process.stdout, "error"],
    [process.stderr, "error"],
  ];
  const before = places.map(([emitter, event]) => emitter.rawListeners(event));
  return () => {
    for (const [index, [emitter, event]] of places.entries()) {
      for (const listener of emitter.rawListeners(event)) {
        if (!before[index]?.includes(listener)) emitter.off(event, listener as () => void);
      }
    }
  };
}

function exitCode(): () => void {
  const before = process.exitCode;
  process.exitCode = undefined;
  return () => {
    process.exitCode = before;
  };
}

function argv(words: string[]): () => void {
  const before = process.argv;
  process.argv = words;
  return () => {
    process.argv = before;
  };
}
