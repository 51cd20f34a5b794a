/** Verbs that take the settings of an app, such as `data`. */
import type { Command } from "commander";
import {
  type AppSettings,
  addOutputOptions,
  addSettingsOptions,
  chosenSettings,
} from "./app-options.ts";
import { Output, type OutputOptions } from "./output.ts";

/** Options of {@link addSettingsCommand}. */
export interface SettingsCommandOptions<Config, Flags extends OutputOptions>
  extends AppSettings<Config> {
  /** Such as `data`. */
  readonly name: string;
  readonly description: string;
  /** Adds flags of the verb's own. @default none */
  readonly addFlags?: ((command: Command) => Command) | undefined;
  /** Does the work with the settings that a call asks for. */
  readonly act: (config: Config, output: Output, flags: Flags) => Promise<void>;
}

/**
 * Adds a verb with its own flags, those of the output, and those of the settings.
 *
 * @example
 * ```ts
 * import { addSettingsCommand, createProgram } from "@encdec/core/command-line";
 * import { assert } from "vitest";
 * import { z } from "zod";
 *
 * const program = createProgram({ name: "greet", description: "greets", version: "1.0.0" });
 * const greeted: string[] = [];
 * addSettingsCommand(program, {
 *   name: "data",
 *   description: "say whom",
 *   schema: z.strictObject({ data: z.strictObject({ from: z.string() }) }),
 *   presets: { small: { data: { from: "Ada" } } },
 *   act: async ({ data }) => void greeted.push(data.from),
 * });
 * await program.parseAsync(["data", "--data", "Grace"], { from: "user" });
 * assert.deepEqual(greeted, ["Grace"]);
 * ```
 */
export function addSettingsCommand<Config, Flags extends OutputOptions = OutputOptions>(
  program: Command,
  options: SettingsCommandOptions<Config, Flags>,
): void {
  const { name, description, addFlags = (own) => own, act } = options;
  const command = program.command(name).description(description);
  addSettingsOptions(addOutputOptions(addFlags(command)), options).action(async (flags: Flags) => {
    await act(await chosenSettings(command, options), new Output(flags), flags);
  });
}
