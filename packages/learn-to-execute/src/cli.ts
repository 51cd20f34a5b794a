#!/usr/bin/env node
/** The command `encdec-learn-to-execute`. */
import { addTrainCommand, createProgram, runProgram } from "@encdec/core/command-line";
import { executeSchema, RUNS } from "./config.ts";
import { addDataCommand } from "./data-command.ts";
import { addEvaluateCommand } from "./evaluate-command.ts";
import { printEvaluation } from "./evaluation-report.ts";
import { addExecuteCommand } from "./execute-command.ts";
import { presets, VERSION } from "./presets.ts";
import { trainExecutor } from "./train.ts";

const program = createProgram({
  name: "encdec-learn-to-execute",
  description: "Prediction of what a small program prints with an LSTM encoder-decoder",
  version: VERSION,
});
addTrainCommand(program, {
  runs: RUNS,
  description: "train a model to execute and score it on held-out examples",
  schema: executeSchema,
  presets,
  train: async (options) => {
    const { executor, ...result } = await trainExecutor(options);
    executor.dispose();
    return result;
  },
  print: printEvaluation,
});
addEvaluateCommand(program);
addExecuteCommand(program);
addDataCommand(program);
await runProgram(program, process.argv.slice(2));
