/** What a command prints: results on standard output, all else on standard error. */
import { once } from "node:events";
import type { Writable } from "node:stream";
import { describeEngine, loadEngine } from "../backend/engine.ts";
import { type Answer, inJson } from "./answer.ts";
import { EXIT } from "./program.ts";

/** How a command prints. */
export interface OutputOptions {
  /** Results as JSON. @default false */
  readonly json?: boolean | undefined;
  /** No notices. @default false */
  readonly quiet?: boolean | undefined;
}

/** Where a command prints. */
export interface OutputStreams {
  /** @default standard output */
  readonly results?: Writable | undefined;
  /** @default standard error */
  readonly notices?: Writable | undefined;
}

/** The two streams of a command. */
export class Output {
  readonly #json: boolean;
  readonly #quiet: boolean;
  readonly #results: Writable;
  readonly #notices: Writable;

  constructor(options: OutputOptions = {}, streams: OutputStreams = {}) {
    this.#json = options.json ?? false;
    this.#quiet = options.quiet ?? false;
    this.#results = streams.results ?? process.stdout;
    this.#notices = streams.notices ?? process.stderr;
  }

  /** True when nobody watches progress: `--quiet`. */
  get isQuiet(): boolean {
    return this.#quiet;
  }

  /** Characters in a line of the terminal that notices go to; nothing where they go elsewhere. */
  get columns(): number | undefined {
    return (this.#notices as Partial<NodeJS.WriteStream>).columns;
  }

  /** Prints a result: `value` as one line of JSON with `--json`, `text` otherwise. */
  result(text: string, value: unknown): void {
    this.#results.write(`${this.#json ? inJson(value) : text}\n`);
  }

  /** Says something on the side. */
  notice(text: string): void {
    if (!this.#quiet) this.#notices.write(`${text}\n`);
  }

  /** Loads the engine, and says which one runs and why: the first line of every command that computes. */
  async noticeEngine(): Promise<void> {
    this.notice(describeEngine(await loadEngine()));
  }

  /** Says what could not be done: the command goes on, and ends with exit code 1. */
  problem(text: string): void {
    this.#notices.write(`${text}\n`);
    process.exitCode = EXIT.failed;
  }

  /**
   * Prints an answer, and on the side what belongs to it.
   *
   * @param place Where the input stood, such as `line 3`.
   */
  answer({ text, value, notices = [], problem }: Answer, place?: string): void {
    const prefix = place === undefined ? "" : `${place}: `;
    for (const notice of notices) this.notice(`${prefix}${notice}`);
    if (problem !== undefined) this.problem(`${prefix}${problem}`);
    this.result(text, value);
  }

  /** Waits until the reader of the results has taken enough of them: memory does not grow with a slow one. */
  async drained(): Promise<void> {
    if (this.#results.writableNeedDrain) await once(this.#results, "drain");
  }
}
