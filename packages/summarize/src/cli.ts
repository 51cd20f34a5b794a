#!/usr/bin/env node
/** The command `encdec-summarize`. */
import { addTrainCommand, createProgram, runProgram } from "@encdec/core/command-line";
import { presets, RUNS, summarizeSchema, VERSION } from "./config.ts";
import { addDataCommand } from "./data-command.ts";
import { addEvaluateCommand } from "./evaluate-command.ts";
import { printEvaluation } from "./evaluation-report.ts";
import { addSummarizeCommand } from "./summarize-command.ts";
import { trainSummarizer } from "./train.ts";

const program = createProgram({
  name: "encdec-summarize",
  description: "Text summarization with an LSTM encoder-decoder that can copy words",
  version: VERSION,
});
addTrainCommand(program, {
  runs: RUNS,
  description: "train a summarizer and score it on held-out documents",
  schema: summarizeSchema,
  presets,
  train: async (options) => {
    const { summarizer, ...result } = await trainSummarizer(options);
    summarizer.dispose();
    return result;
  },
  print: printEvaluation,
});
addEvaluateCommand(program);
addSummarizeCommand(program);
addDataCommand(program);
await runProgram(program, process.argv.slice(2));
