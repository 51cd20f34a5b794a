/** Reads arguments with the apps' own command definitions, without running anything. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { vi } from "vitest";
import {
  type Command,
  chosenSettings,
  runProgram,
} from "../packages/core/src/command-line/index.ts";
import { root } from "./environment.mjs";

// The one that the packages' sources import.
const { Command: Program } = createRequire(join(root, "packages", "core", "package.json"))(
  "commander",
) as { Command: { prototype: Command } };

/** What an app's index has for its settings, whatever their names. */
interface Index {
  [name: string]: unknown;
}

/** The command line of an app. */
export interface AppCommand {
  /** All flags of all verbs: `--run`. */
  flags: readonly string[];
  /** Reads arguments as the app does; what it answers to wrong ones, and nothing to right ones. */
  read: (args: readonly string[]) => Promise<string>;
}

/** The command line of an app. Settings are checked too, those of `--config` among them. */
export async function appCommand(app: string): Promise<AppCommand> {
  const folder = join(root, "packages", app, "src");
  const index = (app === "engine" ? {} : await import(join(folder, "index.ts"))) as Index;
  const program = await programOf(join(folder, "cli.ts"), async (command) => {
    const schema = Object.entries(index).find(([name]) => name.endsWith("Schema"))?.[1];
    if (schema === undefined || command.options.every(({ long }) => long !== "--preset")) return;
    await chosenSettings(command, { schema, presets: index.presets } as never);
  });
  const flags = [program, ...program.commands].flatMap(({ options }) =>
    options.flatMap(({ long }) => long ?? []),
  );
  const read = async (args: readonly string[]): Promise<string> => {
    const written: string[] = [];
    const keep = (text: unknown): boolean => {
      written.push(String(text));
      return true;
    };
    vi.spyOn(process.stderr, "write").mockImplementation(keep);
    vi.spyOn(process.stdout, "write").mockImplementation(keep);
    vi.spyOn(process.stderr, "on").mockReturnThis();
    vi.spyOn(process.stdout, "on").mockReturnThis();
    try {
      await runProgram(program, args);
      return (process.exitCode ?? 0) === 0 ? "" : written.join("");
    } finally {
      process.exitCode = 0;
      vi.restoreAllMocks();
    }
  };
  return { flags, read };
}

/** The program of a command line, with `act` in the place of all that its verbs do. */
async function programOf(file: string, act: (command: Command) => Promise<void>): Promise<Command> {
  const { action } = Program.prototype;
  const programs: Command[] = [];
  vi.spyOn(Program.prototype, "action").mockImplementation(function (this: Command) {
    return action.call(this, () => act(this));
  });
  vi.spyOn(Program.prototype, "parseAsync").mockImplementation(async function (this: Command) {
    programs.push(this);
    return this;
  });
  const argv = process.argv;
  process.argv = argv.slice(0, 2);
  try {
    await import(file);
  } finally {
    process.argv = argv;
    vi.restoreAllMocks();
  }
  const [program] = programs;
  if (program === undefined)
    throw new Error(`Cannot find the program: ${file} parses no arguments`);
  return program;
}
