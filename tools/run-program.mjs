// @ts-check
/**
 * Runs a program of the repository that is in no package, on packages that are compiled first where their sources have changed:
 * `npm run bench -- --help`. Paths in arguments are relative to the root of the checkout, where npm runs every script.
 */
import { join } from "node:path";
import { runInForeground } from "./child.mjs";
import { childEnvironment, root } from "./environment.mjs";
import { programCommand } from "./program-command.mjs";
import { setUp } from "./setup.mjs";

const [file = "", ...rest] = process.argv.slice(2);
await setUp();
const [command, args] = programCommand(join(root, file), rest);
process.exitCode = await runInForeground(command, args, { env: childEnvironment() });
