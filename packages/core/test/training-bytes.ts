/** What a command's training leaves is decided by its settings and seed: not by the process, nor by breaks. */
import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { RUN_FILES } from "../src/persistence/run-folder.ts";
import type { RunCommand } from "./app-command.ts";
import type { TemporaryFolder } from "./temporary-folder.ts";

interface Trainings {
  /** Of the app, in a process of its own. */
  readonly runCommand: RunCommand;
  /** Of the app, in this process. */
  readonly runHere: RunCommand;
  /** Where the runs go. */
  readonly folder: TemporaryFolder;
  /** Settings of the training. */
  readonly flags: readonly string[];
}

/** Expects the same weights for the same seed in another process, and others for another seed. */
export async function expectWeightsBySeed(options: Trainings): Promise<void> {
  const { runCommand, runHere, folder, flags } = options;
  const weights = async (run: RunCommand, name: string, seed: string): Promise<Buffer> => {
    const path = folder.at(name);
    const train = ["train", ...flags, "--seed", seed, "--run", path, "--quiet"];
    const { exitCode, stderr } = await run(train);
    expect(exitCode, stderr).toBe(0);
    return readFile(`${path}/${RUN_FILES.model}`);
  };
  const first = await weights(runHere, "first", "5");
  expect((await weights(runCommand, "again", "5")).equals(first)).toBe(true);
  expect((await weights(runHere, "other", "6")).equals(first)).toBe(false);
}

/** Expects the same files after Ctrl-C and `--resume` in another process as without; the runs are `whole` and `resumed`. */
export async function expectSameAfterResume(
  options: Trainings & {
    /** Words on standard error that bring Ctrl-C. */
    readonly interruptAt: RegExp;
    /** More files of the run to compare. @default weights, metrics and settings alone */
    readonly files?: readonly string[];
  },
): Promise<void> {
  const { runCommand, runHere, folder, flags, interruptAt, files = [] } = options;
  const train = (name: string): string[] => ["train", "--run", folder.at(name)];
  const whole = await runHere([...train("whole"), ...flags, "--quiet"]);
  expect(whole.exitCode, whole.stderr).toBe(0);
  const interrupted = await runCommand([...train("resumed"), ...flags], { interruptAt });
  expect(interrupted.exitCode, interrupted.stderr).toBe(130);
  const resumed = await runHere([...train("resumed"), "--resume"]);
  expect(resumed.exitCode, resumed.stderr).toBe(0);
  expect(resumed.stderr).toMatch(/resumed after step \d+/);
  for (const name of [RUN_FILES.model, RUN_FILES.metrics, RUN_FILES.config, ...files]) {
    const [expected, actual] = await Promise.all(
      ["whole", "resumed"].map((run) => readFile(folder.at(`${run}/${name}`))),
    );
    expect(actual?.equals(expected as Buffer), name).toBe(true);
  }
}
