/** A child process that runs one shape on one system, driven by a line of JSON for each request. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { WorkerCommand } from "./systems.ts";

/** What a worker is asked for: training or decoding steps, or 1024 x 1024 products. */
export type Work = "step" | "product";

/** What a worker answers. */
interface Answer {
  /** First answer: name and version of the system. */
  readonly description?: string;
  /** Mean time of one. */
  readonly milliseconds?: number;
}

/** A running worker. */
export class Worker {
  readonly description: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #next: () => Promise<Answer>;

  /** Starts a worker, with `settings` as its argument, and waits for its first step. */
  static async start(run: WorkerCommand, settings: unknown): Promise<Worker> {
    const child = spawn(run.command, [...run.args, JSON.stringify(settings)], {
      env: { ...process.env, ...run.environment },
    });
    const next = answers(child);
    const { description = "" } = await next();
    const worker = new Worker(description, child, next);
    await worker.measure("step", 1);
    return worker;
  }

  private constructor(
    description: string,
    child: ChildProcessWithoutNullStreams,
    next: () => Promise<Answer>,
  ) {
    this.description = description;
    this.#child = child;
    this.#next = next;
  }

  /** Mean time of `count` pieces of work, in milliseconds. */
  async measure(work: Work, count: number): Promise<number> {
    this.#child.stdin.write(`${JSON.stringify({ work, count })}\n`);
    const { milliseconds } = await this.#next();
    if (milliseconds === undefined) throw new Error("Cannot measure: the worker gave no time");
    return milliseconds;
  }

  /** The most memory that the process has held, in MiB; `undefined` where the system does not say. */
  peakMemoryMebibytes(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
      const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
      return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
    } catch {
      return undefined;
    }
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, "close");
    this.#child.kill();
    await closed;
  }
}

/** Takes the worker's next answer; fails with what it said last when it ends instead. */
function answers(child: ChildProcessWithoutNullStreams): () => Promise<Answer> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let failure = "";
  let complaints = "";
  child.on("error", (error) => (failure = error.message));
  child.stdin.on("error", () => undefined); // the missing answer tells
  child.stderr.on("data", (chunk) => (complaints = `${complaints}${chunk}`.slice(-10_000)));
  return async () => {
    for (;;) {
      const { done, value: line } = await lines.next();
      if (done) throw new Error(failure || reasonIn(complaints) || "the worker ended");
      // Libraries print lines of their own.
      if (line.startsWith("{")) return JSON.parse(line);
    }
  };
}

/** The line of an error message, in the traces of Node.js and Python. */
function reasonIn(complaints: string): string | undefined {
  const lines = complaints.trim().split("\n");
  return lines.findLast((line) => /^(\w+\.)*\w*Error\b/.test(line)) ?? lines.at(-1);
}
