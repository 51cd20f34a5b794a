// @ts-check
/**
 * Runs pnpm at the version that package.json pins, without installing it: `npm run pnpm -- add zod`.
 */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runInForeground } from "./child.mjs";
import { childEnvironment, isEntryPoint, root } from "./environment.mjs";

/**
 * The command that runs pnpm, through the npm that started this process where there is one.
 *
 * @param {readonly string[]} args
 * @returns {{ command: string, args: string[], options: import("node:child_process").SpawnOptions }}
 */
export function pnpm(args) {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  // npm would warn of pnpm's settings in the environment, and pass its own reticence on to pnpm.
  const npmArgs = ["--loglevel=error", "exec", "--yes", `--package=${packageManager}`];
  const exec = [...npmArgs, "--", "pnpm", "--loglevel=info", ...args];
  const options = { cwd: root, env: childEnvironment() };
  const npm = process.env.npm_execpath ?? "";
  if (basename(npm) === "npm-cli.js")
    return { command: process.execPath, args: [npm, ...exec], options };
  return {
    command: "npm",
    args: exec,
    options: { ...options, shell: process.platform === "win32" },
  };
}

if (isEntryPoint(import.meta.url)) {
  const { command, args, options } = pnpm(process.argv.slice(2));
  process.exitCode = await runInForeground(command, args, options);
}
