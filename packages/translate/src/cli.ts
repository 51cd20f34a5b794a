#!/usr/bin/env node
/** The command `encdec-translate`. */
import { addTrainCommand, createProgram, runProgram } from "@encdec/core/command-line";
import { presets, RUNS, translateSchema, VERSION } from "./config.ts";
import { addDataCommand } from "./data-command.ts";
import { addEvaluateCommand, printEvaluation } from "./evaluate-command.ts";
import { addPhrasesCommand } from "./phrases-command.ts";
import { trainTranslator } from "./train.ts";
import { addTranslateCommand } from "./translate-command.ts";

const program = createProgram({
  name: "encdec-translate",
  description: "Phrase translation with an LSTM encoder-decoder",
  version: VERSION,
});
addTrainCommand(program, {
  runs: RUNS,
  description: "train a translator and score it on held-out phrases",
  schema: translateSchema,
  presets,
  train: async (options) => {
    const { translator, ...result } = await trainTranslator(options);
    translator.dispose();
    return result;
  },
  print: printEvaluation,
});
addEvaluateCommand(program);
addTranslateCommand(program);
addPhrasesCommand(program);
addDataCommand(program);
await runProgram(program, process.argv.slice(2));
