// @ts-check
/**
 * Runs an app's command line, compiled first where its sources have changed: `npm run translate -- evaluate`, or with the verb first
 * (`--verb train`) `npm run train -- translate --preset small`. Paths in arguments are relative to
 * the root of the checkout, where npm runs every script.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { appCommand } from "./app-command.mjs";
import { runInForeground } from "./child.mjs";
import { childEnvironment, isEntryPoint, root } from "./environment.mjs";
import { setUp } from "./setup.mjs";

/**
 * @param {string} app A package with a command line.
 * @param {readonly string[]} args
 * @returns {Promise<number>} The exit code: 2 if there is no such app.
 */
export async function runApp(app, args) {
  const apps = readdirSync(join(root, "packages")).filter((name) =>
    existsSync(join(root, "packages", name, "src", "cli.ts")),
  );
  if (!apps.includes(app)) {
    process.stderr.write(`Cannot run: the app must be one of ${apps.join(", ")}, got "${app}"\n`);
    return 2;
  }
  await setUp();
  const [command, commandArgs] = appCommand(app, args);
  return runInForeground(command, commandArgs, { env: childEnvironment() });
}

if (isEntryPoint(import.meta.url)) {
  const args = process.argv.slice(2);
  const verb = args[0] === "--verb" ? args.splice(0, 2).slice(1) : [];
  const [app = "", ...rest] = args;
  process.exitCode = await runApp(app, [...verb, ...rest]);
}
