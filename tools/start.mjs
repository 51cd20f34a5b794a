// @ts-check
/**
 * The main job: trains a phrase translator in `runs/translate`, or, where a finished one is there,
 * evaluates it. Arguments go to the training: `npm start -- --preset full --overwrite`.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./environment.mjs";
import { runApp } from "./run.mjs";

const run = join("runs", "translate");
const args = process.argv.slice(2);
// A training writes its model card last.
const finished = existsSync(join(root, run, "README.md"));

if (finished && args.length === 0) {
  process.exitCode = await runApp("translate", ["evaluate", "--run", run]);
} else {
  const preset = args.some((arg) => /^--(preset|config)\b/.test(arg)) ? [] : ["--preset", "small"];
  // Whatever an interrupted training left is replaced; a finished run only if the caller says so.
  const overwrite = finished ? [] : ["--overwrite"];
  process.exitCode = await runApp("translate", [
    "train",
    "--run",
    run,
    ...overwrite,
    ...preset,
    ...args,
  ]);
}
