/** What the commands of all benchmarks have in common. */
import os from "node:os";
import {
  addOutputOptions,
  type Command,
  createProgram,
  type OutputOptions,
  readWholeNumber,
  runProgram,
  UsageError,
  wholeNumber,
} from "@encdec/core/command-line";

/** Flags of a benchmark that has peers in Python. */
export interface PeerOptions extends OutputOptions {
  readonly python: string;
  readonly threads: number;
}

/** An empty command: `npm run <name>`. */
export function createBenchmark(name: string, description: string): Command {
  return createProgram({ name, description, version: "0.1.0" });
}

/** Adds `--python` and `--threads`. */
export function addPeerOptions(program: Command, { needs }: { readonly needs: string }): Command {
  return program
    .option(
      "--python <path>",
      `Python that has ${needs}; peers that it lacks are left out`,
      "python3",
    )
    .option(
      "--threads <integer>",
      "threads of each system",
      readWholeNumber("--threads"),
      os.availableParallelism(),
    );
}

/** Runs the command with the arguments of this process. */
export function runBenchmark(program: Command): Promise<void> {
  return runProgram(addOutputOptions(program), process.argv.slice(2));
}

/** Reads whole numbers with commas between them. */
export function readWholeNumbers(flag: string, minimum = 1): (value: string) => number[] {
  return (value) => value.split(",").map((number) => wholeNumber(flag, number, minimum));
}

/** How `--seeds` is read, and what it is without. */
export const SEEDS: readonly [(value: string) => number[], number[]] = [
  readWholeNumbers("--seeds", 0),
  [1, 2],
];

/** Reads a name that `known` has. */
export function readName(flag: string, known: object): (value: string) => string {
  return (value) => {
    if (Object.hasOwn(known, value)) return value;
    throw new UsageError(
      `Cannot run the command: ${flag} takes ${Object.keys(known).join(", ")}, got "${value}"`,
    );
  };
}

/** Reads such names with commas between them, each once. */
export function readNames(flag: string, known: object): (value: string) => string[] {
  return (value) => [...new Set(value.split(","))].map(readName(flag, known));
}
