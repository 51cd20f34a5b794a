/** Systems that train in turns of one epoch, so that all of them see the same machine. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { appCommand } from "../tools/app-command.mjs";

/** What a system says of an epoch. */
export interface EpochLine {
  readonly epoch: number;
  /** Time that went into what the other system does not do. */
  readonly apartSeconds: number;
}

/** How a system is run. */
export interface CompetitorOptions<Line extends EpochLine> {
  readonly program: string;
  readonly args: readonly string[];
  /** Where it reports; the first line says that all is loaded and training begins. */
  readonly stream: "stdout" | "stderr";
  /** Reads a line; nothing for one that is not about an epoch. */
  readonly read: (line: string) => Line | undefined;
  /** Tells the first line. @default the first that there is */
  readonly isReady?: (line: string) => boolean;
}

/** A training in a process of its own, which runs only when it is its turn (SIGSTOP and SIGCONT). */
export class Competitor<Line extends EpochLine> {
  /** Each with the seconds of training and validation so far. */
  readonly epochs: (Line & { readonly seconds: number })[] = [];
  readonly #options: CompetitorOptions<Line>;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #exit: Promise<unknown[]>;
  #seconds = 0;
  #complaints = "";

  constructor(options: CompetitorOptions<Line>) {
    this.#options = options;
    const { program, args, stream } = options;
    this.#child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#exit = once(this.#child, "close");
    this.#child.stderr?.on("data", (text) => {
      this.#complaints = `${this.#complaints}${text}`.slice(-2000);
    });
    if (stream === "stderr") this.#child.stdout?.resume();
    const input = this.#child[stream] as Readable;
    this.#lines = createInterface({ input })[Symbol.asyncIterator]();
  }

  /**
   * Waits until all is loaded.
   *
   * @throws {Error} If the system ends before.
   */
  async load(): Promise<void> {
    const { isReady = () => true } = this.#options;
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw await this.#end("before training");
      if (isReady(value)) break;
    }
    this.#child.kill("SIGSTOP");
  }

  /**
   * Trains one epoch; false when there are no more.
   *
   * @throws {Error} If the system fails.
   */
  async runEpoch(): Promise<boolean> {
    const start = performance.now();
    this.#child.kill("SIGCONT");
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) {
        const end = await this.#end(`after epoch ${this.epochs.length}`);
        if (this.#child.exitCode !== 0) throw end;
        return false;
      }
      const found = this.#options.read(value);
      if (!found) continue;
      this.#child.kill("SIGSTOP");
      this.#seconds += (performance.now() - start) / 1000 - found.apartSeconds;
      this.epochs.push({ ...found, seconds: this.#seconds });
      return true;
    }
  }

  stop(): void {
    this.#child.kill("SIGKILL");
  }

  /** Waits for the end, and says what it was. */
  async #end(when: string): Promise<Error> {
    const { program } = this.#options;
    const [code, signal] = await this.#exit;
    const last = this.#complaints.trim().split("\n").at(-1);
    return new Error(
      `Cannot run ${program}: it ended ${when} with ${code ?? signal}, got "${last}"`,
    );
  }
}

/** Trains all systems in turns to their ends; `onEpoch` hears of each. */
export async function trainInTurns<Line extends EpochLine>(
  systems: { readonly [name: string]: Competitor<Line> },
  onEpoch: (name: string, epoch: Line & { readonly seconds: number }) => void,
): Promise<void> {
  try {
    await Promise.all(Object.values(systems).map((system) => system.load()));
    for (let going = true; going; ) {
      going = false;
      for (const [name, system] of Object.entries(systems)) {
        if (!(await system.runEpoch())) continue;
        going = true;
        const last = system.epochs.at(-1);
        if (last) onEpoch(name, last);
      }
    }
  } finally {
    for (const system of Object.values(systems)) system.stop();
  }
}

/** An app's training and the same one in PyTorch. */
export interface BesidePytorchOptions<Line extends EpochLine> {
  /** Name of the app's folder in `packages`. */
  readonly app: string;
  /** Of PyTorch, in this folder. */
  readonly script: string;
  /** The app's settings. */
  readonly config: string;
  /** Where the app's run goes. */
  readonly run: string;
  /** What PyTorch reads: sizes, examples as ids, settings. */
  readonly task: string;
  readonly python: string;
  readonly threads: number;
  /** Whether PyTorch trains, too. */
  readonly hasPytorch: boolean;
  /** Reads a line of the app's progress; PyTorch writes JSON. */
  readonly read: (line: string) => Line | undefined;
}

/** Systems for {@link trainInTurns}: an app as its users run it, and a script of PyTorch. */
export function besidePytorch<Line extends EpochLine>(
  options: BesidePytorchOptions<Line>,
): { readonly encdec: Competitor<Line>; readonly pytorch?: Competitor<Line> } {
  const { app, script, config, run, task, python, threads, hasPytorch, read } = options;
  const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const flags = ["train", "--config", config, "--run", run];
  const [node, ours] = appCommand(app, flags);
  const encdec = new Competitor<Line>({
    program: node,
    args: ours,
    stream: "stderr",
    isReady: (line) => line.startsWith("data:"),
    read,
  });
  if (!hasPytorch) return { encdec };
  const pytorch = new Competitor<Line>({
    program: python,
    args: [path(script), task, "--threads", String(threads)],
    stream: "stdout",
    read: (line) => JSON.parse(line),
  });
  return { encdec, pytorch };
}
