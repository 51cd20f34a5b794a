// @ts-check
/**
 * The main job: trains every task at a small setting, as far as that is not done, prints one table and writes one report. Arguments go
 * to the comparison: `npm start -- --preset tiny --runs runs/tiny`.
 */
import { runApp } from "./run.mjs";

process.exitCode = await runApp("compare", process.argv.slice(2));
