/**
 * The addition example beside Keras's: both train in turns of one epoch, so that both see the same machine.
 *
 *     npm run bench:addition -- --python .venv/bin/python
 */
import { fileURLToPath } from "node:url";
import { formatTable, Output, readWholeNumber } from "@encdec/core/command-line";
import { programCommand } from "../tools/program-command.mjs";
import { Competitor, type EpochLine, trainInTurns } from "./competitor.ts";
import { addPeerOptions, createBenchmark, type PeerOptions, runBenchmark } from "./options.ts";
import { runnable } from "./systems.ts";

/** An epoch of either system. */
interface Epoch extends EpochLine {
  /** Share of held-out answers that are right from end to end, 0 to 100. */
  readonly exactMatch: number;
}

/** Reads a line of either system; Keras's own script does not score exact matches. */
function epochIn(line: string): Epoch | undefined {
  if (line.startsWith("{")) return JSON.parse(line);
  const [, epoch, exactMatch] =
    /^epoch +(\d+)\/\d+ +training loss.* exactMatch ([\d.]+)/.exec(line) ?? [];
  if (epoch === undefined) return undefined;
  return { epoch: Number(epoch), exactMatch: Number(exactMatch), apartSeconds: 0 };
}

interface AdditionBenchOptions extends PeerOptions {
  readonly epochs: number;
  readonly examples: number;
  readonly seed: number;
}

const program = createBenchmark(
  "bench:addition",
  "Trains the addition example and Keras's in turns",
)
  .option("--epochs <integer>", "epochs of each", readWholeNumber("--epochs"), 30)
  .option(
    "--examples <integer>",
    "sums, one tenth held out",
    readWholeNumber("--examples", 20),
    50_000,
  )
  .option("--seed <integer>", "seed of both", readWholeNumber("--seed", 0), 1)
  .action(compare);
await runBenchmark(addPeerOptions(program, { needs: "Keras" }));

async function compare(options: AdditionBenchOptions): Promise<void> {
  const output = new Output(options);
  const { epochs, examples, python, seed, threads } = options;
  process.env.ENCDEC_THREADS = String(threads);
  const flags = ["--epochs", epochs, "--examples", examples, "--seed", seed].map(String);
  const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const [node, ours] = programCommand(file("../examples/addition/main.ts"), flags);
  const programs = {
    encdec: {
      program: node,
      args: ours,
      stream: "stderr",
      read: epochIn,
    },
    keras: {
      program: python,
      args: [file("addition_keras.py"), ...flags, "--threads", String(threads)],
      stream: "stdout",
      read: epochIn,
    },
  } as const;
  const needs = { encdec: {}, keras: { pythonPackages: ["tensorflow", "keras"] } };
  const systems: { [name: string]: Competitor<Epoch> } = {};
  for (const name of runnable(needs, { python, output })) {
    systems[name] = new Competitor(programs[name]);
  }
  await trainInTurns(systems, (name, { epoch, exactMatch, seconds }) =>
    output.notice(`${name} epoch ${epoch}: ${exactMatch.toFixed(2)} %, ${seconds.toFixed(1)} s`),
  );
  const rows = Object.entries(systems).map(([name, system]) => {
    const reached = system.epochs.find(({ exactMatch }) => exactMatch >= 99);
    const last = system.epochs.at(-1);
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
