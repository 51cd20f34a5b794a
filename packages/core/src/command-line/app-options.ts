/** Options that every app's verbs share. */
import { type Command, Option } from "commander";
import type { z } from "zod";
import { addSettingFlags, settingFlags } from "./program.ts";
import {
  checkSettings,
  mergeSettings,
  readSettings,
  type SettingsTree,
  settingsFromFlags,
  settingsOf,
} from "./settings.ts";

/** Settings of an app and their presets. */
export interface AppSettings<Config> {
  readonly schema: z.ZodType<Config>;
  readonly presets: { readonly [name: string]: Config };
}

/** Shorter names of settings that every app has. */
const SHORTCUTS: { readonly [flag: string]: { readonly path: string; readonly value: string } } = {
  data: { path: "data.from", value: "name-or-file" },
  epochs: { path: "training.epochs", value: "number" },
  maxMinutes: { path: "training.maxMinutes", value: "number" },
};

/** Adds `--json` and `--quiet`. */
export function addOutputOptions(command: Command): Command {
  return command
    .option("--json", "results as JSON on standard output")
    .option("--quiet", "no progress and no notices");
}

/** Adds `--run DIR`. */
export function addRunOption(command: Command, app: string): Command {
  return command.option("--run <folder>", "folder of the run", `runs/${app}`);
}

/** Adds what every `train` has beside its settings. */
export function addTrainingOptions(command: Command): Command {
  return command
    .option("--overwrite", "replace the run that is there")
    .addOption(
      new Option("--resume", "continue the run that is there, with its settings").conflicts(
        "overwrite",
      ),
    )
    .option("--inspect", "show norms of weights, gradients and outputs by layer")
    .option("--tensorboard <folder>", "write files for TensorBoard");
}

/** Adds `--preset`, `--config`, the shortcuts, and one flag for each setting. */
export function addSettingsOptions<Config>(command: Command, app: AppSettings<Config>): Command {
  const settings = settingsOf(app.schema);
  command
    .addOption(
      new Option("--preset <name>", "settings to start from")
        .choices(Object.keys(app.presets))
        .default("small"),
    )
    .option("--config <file>", "JSON or YAML file with settings, over the preset");
  for (const [flag, { path, value }] of Object.entries(SHORTCUTS)) {
    const kebab = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    command.option(`--${kebab} <${value}>`, `the same as --${path}`);
  }
  return addSettingFlags(command, settings);
}

/**
 * The settings that a call asks for: flags over the file over the preset.
 *
 * @param base Settings to start from instead of the preset: those of a run that is resumed.
 * @throws {UsageError} If something in them is unknown or out of range.
 */
export async function chosenSettings<Config>(
  command: Command,
  app: AppSettings<Config>,
  base?: Config,
): Promise<Config> {
  const { preset, config } = command.opts<{ preset: string; config?: string }>();
  const settings = settingsOf(app.schema);
  const shortcuts = Object.entries(SHORTCUTS).map(([flag, { path }]) => [
    path,
    command.getOptionValue(flag),
  ]);
  const flags = { ...Object.fromEntries(shortcuts), ...given(settingFlags(command, settings)) };
  return checkSettings(
    app.schema,
    mergeSettings(
      (base ?? app.presets[preset]) as SettingsTree,
      config === undefined ? {} : await readSettings(config),
      settingsFromFlags(settings, flags),
    ),
  );
}

function given(flags: { readonly [path: string]: unknown }): Record<string, unknown> {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
}
