/** The command of this app. */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import * as app from "../../core/test/app-command.ts";
import { commandHere } from "../../core/test/command-here.ts";

const CLI = new URL("../src/cli.ts", import.meta.url);

/** In a process of its own. */
export const runCommand: app.RunCommand = app.appCommand(CLI);
/** In the process of the test. */
export const runHere: app.RunCommand = commandHere(CLI);
export const expectRefusal: ReturnType<typeof app.refusalBy> = app.refusalBy(runHere);
export const commandLine = (args: readonly string[]): string[] => app.commandLine(CLI, args);
export const startCommand = (args: readonly string[]): ChildProcessWithoutNullStreams =>
  app.startCommand(CLI, args);
