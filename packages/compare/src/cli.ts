#!/usr/bin/env node
/** The command `encdec-compare`. */
import { createProgram, runProgram } from "@encdec/core/command-line";
import { addCompareCommand } from "./compare-command.ts";
import { VERSION } from "./config.ts";

const program = createProgram({
  name: "encdec-compare",
  description: "All tasks in one table and one report, and runs side by side",
  version: VERSION,
});
addCompareCommand(program, process.stderr);
await runProgram(program, process.argv.slice(2));
