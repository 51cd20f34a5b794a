/** The flags of the command, and what they ask for. */
import {
  addOutputOptions,
  type Command,
  type OutputOptions,
  UsageError,
  wholeNumber,
} from "@encdec/core/command-line";
import {
  type CompareConfig,
  DEFAULT_JOBS,
  DEFAULT_PRESET,
  PRESET_NAMES,
  type PresetName,
  runsFolder,
  TASK_NAMES,
} from "./config.ts";

/** Flags as they are read. */
export interface CompareFlags extends OutputOptions {
  readonly preset: PresetName;
  readonly runs?: string;
  readonly tasks?: string;
  readonly jobs: string;
  readonly overwrite?: boolean;
  readonly against?: string;
  readonly report?: string;
}

/** Adds all flags. */
export function addCompareFlags(command: Command): Command {
  const preset = command
    .createOption("--preset <name>", "settings of the runs")
    .choices([...PRESET_NAMES])
    .default(DEFAULT_PRESET);
  command
    .addOption(preset)
    .option("--runs <folder>", "folder of the runs by task (default: runs; runs/PRESET for others)")
    .option("--tasks <names>", `some of ${TASK_NAMES.join(",")} (default: all)`)
    .option("--jobs <number>", "tasks at once; they share the cores", String(DEFAULT_JOBS))
    .option("--overwrite", "train anew, whatever is there")
    .option("--against <folder>", "train nothing: compare the runs with those of this folder")
    .option("--report <file>", "the page (default: in the folder compare beside the runs)");
  return addOutputOptions(command);
}

/** @throws {UsageError} If a task is unknown, or `--jobs` is no positive whole number. */
export function compareConfigOf(flags: CompareFlags): CompareConfig {
  const { preset, runs = runsFolder(preset), overwrite = false } = flags;
  const jobs = wholeNumber("--jobs", flags.jobs, 1);
  const names = flags.tasks?.split(",").map((name) => name.trim()) ?? TASK_NAMES;
  const unknown = names.find((name) => !TASK_NAMES.some((task) => task === name));
  if (unknown !== undefined) {
    throw new UsageError(
      `Cannot run the command: --tasks takes some of ${TASK_NAMES.join(",")}, got "${unknown}"`,
    );
  }
  const tasks = TASK_NAMES.filter((task) => names.includes(task));
  return { preset, runs, tasks, jobs, overwrite };
}

/** The command that goes on with what a comparison was asked for. */
export function commandText({ preset, runs, tasks, jobs }: CompareConfig): string {
  return commandOf([
    ...["--preset", preset],
    ...(runs === runsFolder(preset) ? [] : ["--runs", runs]),
    ...(tasks.length === TASK_NAMES.length ? [] : ["--tasks", tasks.join(",")]),
    ...(jobs === DEFAULT_JOBS ? [] : ["--jobs", String(jobs)]),
  ]);
}

/** `npm run compare` with words, as a shell reads it. */
export function commandOf(words: readonly string[]): string {
  return ["npm run compare --", ...words.map(shellWord)].join(" ");
}

function shellWord(text: string): string {
  return /^[\w./,@=:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
