/** What a command prints: results on standard output, all else on standard error. */

/** How a command prints. */
export interface OutputOptions {
  /** Results as JSON. @default false */
  readonly json?: boolean | undefined;
  /** No notices. @default false */
  readonly quiet?: boolean | undefined;
}

/** The two streams of a command. */
export class Output {
  readonly #json: boolean;
  readonly #quiet: boolean;

  constructor(options: OutputOptions = {}) {
    this.#json = options.json ?? false;
    this.#quiet = options.quiet ?? false;
  }

  /** True when nobody watches progress: `--quiet`. */
  get isQuiet(): boolean {
    return this.#quiet;
  }

  /** Prints a result: `value` as one line of JSON with `--json`, `text` otherwise. */
  result(text: string, value: unknown): void {
    process.stdout.write(`${this.#json ? JSON.stringify(value) : text}\n`);
  }

  /** Says something on the side. */
  notice(text: string): void {
    if (!this.#quiet) process.stderr.write(`${text}\n`);
  }
}
