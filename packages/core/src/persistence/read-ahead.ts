/** Worker threads that read and prepare examples while the main thread trains. */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

/** Options of {@link readAhead}. */
export interface ReadAheadOptions {
  /**
   * Module whose default export generates the values: `(input, { index, count }) => Iterable or
   * AsyncIterable`. Of `count` workers the one with `index` gives every `count`-th value. It may be TypeScript where Node.js
   * reads that, or where its project has tsx.
   */
  readonly module: URL;
  /** First argument of the generator; a copy reaches the worker. */
  readonly input?: unknown;
  /** Worker threads. @default 1 */
  readonly workers?: number | undefined;
  /** Values that are sent at once. @default 256 */
  readonly chunkSize?: number | undefined;
  /** Chunks that a worker may have ready before they are asked for. @default 4 */
  readonly chunksAhead?: number | undefined;
}

/** What a worker sends. */
type ReadAheadMessage = { readonly values: readonly unknown[]; readonly isLast: boolean };

/** What a worker starts with. */
export interface ReadAheadStart {
  readonly module: string;
  readonly input: unknown;
  readonly shard: { readonly index: number; readonly count: number };
  readonly chunkSize: number;
  readonly chunksAhead: number;
}

/**
 * Values that worker threads generate ahead of time, in the order in which one thread would.
 *
 * Memory stays flat: a worker waits when `chunksAhead` chunks are ready. Ending the loop ends the workers.
 *
 * @throws {RangeError} If an option is not a positive whole number.
 * @throws {Error} What the generator throws.
 */
export async function* readAhead<T>(options: ReadAheadOptions): AsyncGenerator<T, void, undefined> {
  const { module, input, workers: count = 1, chunkSize = 256, chunksAhead = 4 } = options;
  for (const [name, value] of Object.entries({ workers: count, chunkSize, chunksAhead })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(
        `Cannot read ahead: ${name} must be a positive whole number, got ${value}`,
      );
    }
  }
  const readers = Array.from({ length: count }, (_, index) => {
    const shard = { index, count };
    return new Reader<T>({ module: module.href, input, shard, chunkSize, chunksAhead });
  });
  try {
    for (let turn = 0; ; turn++) {
      const reader = readers[turn % count] as Reader<T>;
      if (reader.isEmpty) await reader.fill();
      if (reader.isEmpty) return;
      yield reader.take();
    }
  } finally {
    await Promise.all(readers.map((reader) => reader.stop()));
  }
}

/** One worker and what has come from it. */
class Reader<T> {
  readonly #worker: Worker;
  #chunk: readonly T[] = [];
  #position = 0;
  #ready: ReadAheadMessage[] = [];
  #error: Error | undefined;
  #isOver = false;
  #wake: () => void = () => {};

  constructor(start: ReadAheadStart) {
    this.#worker = new Worker(program(start.module), { workerData: start });
    this.#worker.on("message", (message: ReadAheadMessage) => {
      this.#ready.push(message);
      this.#wake();
    });
    this.#worker.on("error", (error) => {
      this.#error = error;
      this.#wake();
    });
    this.#worker.on("exit", (code) => {
      this.#error ??= new Error(`Cannot read ahead: a worker ended early, got exit code ${code}`);
      this.#wake();
    });
  }

  get isEmpty(): boolean {
    return this.#position === this.#chunk.length;
  }

  /** Waits for the next chunk; afterwards the reader is empty only when nothing is left. */
  async fill(): Promise<void> {
    while (this.isEmpty && !this.#isOver) {
      const message = this.#ready.shift();
      if (!message && this.#error) throw this.#error;
      if (message) {
        this.#chunk = message.values as readonly T[];
        this.#position = 0;
        this.#isOver = message.isLast;
        this.#worker.postMessage("next");
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  take(): T {
    return this.#chunk[this.#position++] as T;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** The worker's program; where it or the module is TypeScript, behind the loader that Node.js 20 needs. */
function program(module: string): URL {
  const own = import.meta.url.endsWith(".ts")
    ? new URL("./read-ahead-worker.ts", import.meta.url).href
    : import.meta.resolve("#read-ahead-worker");
  const loaded = [own, module].find((url) => /\.[cm]?ts$/.test(url));
  if (loaded === undefined || !hasLoader(loaded)) return new URL(own);
  const code = `
    import { register } from "node:module";
    register("tsx/esm", { parentURL: "${loaded}", data: {} });
    await import("${own}");`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}

/** Whether a file's project has tsx. */
function hasLoader(file: string): boolean {
  try {
    return createRequire(file).resolve("tsx/esm") !== "";
  } catch {
    return false;
  }
}
