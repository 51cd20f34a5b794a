/** The command of this app. */
import { appCommand, type RunCommand, refusalBy } from "../../core/test/app-command.ts";
import { commandHere } from "../../core/test/command-here.ts";

const CLI = new URL("../src/cli.ts", import.meta.url);

/** In a process of its own. */
export const runCommand: RunCommand = appCommand(CLI);
/** In the process of the test. */
export const runHere: RunCommand = commandHere(CLI);
export const expectRefusal: ReturnType<typeof refusalBy> = refusalBy(runHere);
