/**
 * The addition example beside Keras's: both train in turns of one epoch, so that both see the same machine.
 *
 *     npm run bench:addition -- --python .venv/bin/python
 */
import { type ChildProcess, spawn } from "node:child_process";
import os from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { createProgram, formatTable, Output, runProgram } from "@encdec/core/command-line";

/** What is known of a system after an epoch. */
interface Epoch {
  readonly epoch: number;
  /** Time of training and validation so far. */
  readonly seconds: number;
  /** Share of held-out answers that are right from end to end, 0 to 100. */
  readonly exactMatch: number;
}

/** An example in a process of its own, which runs only when it is its turn (SIGSTOP and SIGCONT). */
class Competitor {
  readonly epochs: Epoch[] = [];
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #seconds = 0;

  constructor(command: readonly [program: string, args: string[]], stream: "stdout" | "stderr") {
    const [program, args] = command;
    this.#child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    const other = stream === "stdout" ? this.#child.stderr : this.#child.stdout;
    other?.resume();
    const input = this.#child[stream] as Readable;
    this.#lines = createInterface({ input })[Symbol.asyncIterator]();
  }

  /** Waits for the first line: all is loaded, training begins. */
  async load(): Promise<void> {
    await this.#lines.next();
    this.#child.kill("SIGSTOP");
  }

  /** Trains one epoch; false when there are no more. */
  async runEpoch(): Promise<boolean> {
    const start = performance.now();
    this.#child.kill("SIGCONT");
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) return false;
      const found = epochIn(value);
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

  /** The first epoch with so many right answers. */
  reached(exactMatch: number): Epoch | undefined {
    return this.epochs.find((epoch) => epoch.exactMatch >= exactMatch);
  }
}

/** Reads a line of either system; `apartSeconds` went into scoring that Keras's own script does not do. */
function epochIn(
  line: string,
):
  | { readonly epoch: number; readonly exactMatch: number; readonly apartSeconds: number }
  | undefined {
  if (line.startsWith("{")) return JSON.parse(line);
  const [, epoch, exactMatch] =
    /^epoch +(\d+)\/\d+ +training loss.* exactMatch ([\d.]+)/.exec(line) ?? [];
  if (epoch === undefined) return undefined;
  return { epoch: Number(epoch), exactMatch: Number(exactMatch), apartSeconds: 0 };
}

interface AdditionBenchOptions {
  readonly epochs: string;
  readonly python: string;
  readonly seed: string;
  readonly threads: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const program = createProgram({
  name: "bench:addition",
  description: "Trains the addition example and Keras's in turns",
  version: "0.1.0",
})
  .option("--epochs <integer>", "epochs of each", "30")
  .option("--python <path>", "Python that has Keras", "python3")
  .option("--seed <integer>", "seed of both", "1")
  .option("--threads <integer>", "threads of each", String(os.availableParallelism()))
  .option("--json", "print one JSON object")
  .option("--quiet", "print no progress")
  .action(compare);
await runProgram(program, process.argv.slice(2));

async function compare(options: AdditionBenchOptions): Promise<void> {
  const output = new Output(options);
  const { epochs, python, seed, threads } = options;
  process.env.ENCDEC_THREADS = threads;
  const flags = ["--epochs", epochs, "--seed", seed];
  const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const example = file("../examples/addition/main.ts");
  const source = ["--conditions=@encdec/source", "--import", import.meta.resolve("tsx")];
  const systems = {
    encdec: new Competitor([process.execPath, [...source, example, ...flags]], "stderr"),
    keras: new Competitor(
      [python, [file("addition_keras.py"), ...flags, "--threads", threads]],
      "stdout",
    ),
  };
  try {
    await Promise.all(Object.values(systems).map((system) => system.load()));
    let going = true;
    while (going) {
      going = false;
      for (const [name, system] of Object.entries(systems)) {
        if (!(await system.runEpoch())) continue;
        going = true;
        const { epoch, seconds, exactMatch } = system.epochs.at(-1) as Epoch;
        output.notice(
          `${name} epoch ${epoch}: ${exactMatch.toFixed(2)} %, ${seconds.toFixed(1)} s`,
        );
      }
    }
  } finally {
    for (const system of Object.values(systems)) system.stop();
  }
  const rows = Object.entries(systems).map(([name, system]) => {
    const [reached, last] = [system.reached(99), system.epochs.at(-1)];
    const best = Math.max(...system.epochs.map(({ exactMatch }) => exactMatch));
    return [
      name,
      reached ? `epoch ${reached.epoch}, ${reached.seconds.toFixed(1)} s` : "not reached",
      `${last?.seconds.toFixed(1)} s`,
      `${best.toFixed(2)} %`,
    ];
  });
  const heading = ["system", "99 % exact match", `${epochs} epochs`, "best exact match"];
  const result = Object.fromEntries(
    Object.entries(systems).map(([name, system]) => [name, system.epochs]),
  );
  output.result(formatTable(heading, rows), result);
}
