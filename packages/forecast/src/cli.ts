#!/usr/bin/env node
/** The command `encdec-forecast`. */
import { addTrainCommand, createProgram, runProgram } from "@encdec/core/command-line";
import { forecastSchema, RUNS, VERSION } from "./config.ts";
import { addDataCommand } from "./data-command.ts";
import { addEvaluateCommand } from "./evaluate-command.ts";
import { printEvaluation } from "./evaluation-report.ts";
import { addForecastCommand } from "./forecast-command.ts";
import { presets } from "./presets.ts";
import { trainForecaster } from "./train.ts";

const program = createProgram({
  name: "encdec-forecast",
  description: "Multi-step, multivariate time-series forecasting with LSTM encoder-decoders",
  version: VERSION,
});
addTrainCommand(program, {
  runs: RUNS,
  description: "train a forecaster and score it on the test rows",
  schema: forecastSchema,
  presets,
  train: async (options) => {
    const { forecaster, ...result } = await trainForecaster(options);
    forecaster.dispose();
    return result;
  },
  print: printEvaluation,
});
addEvaluateCommand(program);
addForecastCommand(program);
addDataCommand(program);
await runProgram(program, process.argv.slice(2));
