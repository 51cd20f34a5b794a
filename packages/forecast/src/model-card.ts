/** The model card of a run: what it was made from and how good it is. */
import { describeTimeStep, type TrainingReport } from "@encdec/core";
import { formatModelCard, markdownTable } from "@encdec/core/command-line";
import type { RunConfig } from "./config.ts";
import type { ForecastData } from "./data.ts";
import type { Evaluation } from "./evaluate.ts";
import { stepRows, systemRows, variableRows } from "./score-rows.ts";

/** Markdown of the card. */
export function modelCard(options: {
  readonly config: RunConfig;
  readonly data: ForecastData;
  readonly reports: readonly TrainingReport[];
  readonly evaluation: Evaluation;
  readonly run: string;
}): string {
  const { config, data, reports, evaluation, run } = options;
  const { lookback, horizon } = config.window;
  const tables = [systemRows, stepRows, variableRows].map((rowsOf) => {
    const { head, rows } = rowsOf(evaluation);
    return markdownTable(head, rows, { right: (column) => column > 0 });
  });
  return formatModelCard({
    title: `Forecast of ${evaluation.targets.join(", ")}: ${horizon} steps of ${describeTimeStep(data.step)}`,
    trained: "Trained",
    config,
    reports,
    settings: settingRows(config),
    data: `${data.origin.description}; licence: ${data.origin.licence}. Split in order of time (fingerprint ${config.dataFingerprint}): scalers and
weights know the training rows only, the best weights and the intervals are chosen on the validation rows.`,
    scores: {
      on: `${evaluation.windows} test windows`,
      text: `${tables.join("\n\n")}

${evaluation.verdict}.

MAE and RMSE in the data's unit, averaged over the variables; sMAPE 0 to 200; MASE: MAE as a share of the error of the value
${evaluation.seasonLength} rows before; (std): of values standardised on the training rows. Ridge: linear regression over the last ${lookback} rows.`,
    },
    command: `npm run forecast -- forecast --run ${run} --horizon ${horizon}`,
  });
}

function settingRows(config: RunConfig): Record<string, string> {
  const { window, scaling, model, distribution, training } = config;
  return {
    "lookback, horizon": `${window.lookback}, ${window.horizon}`,
    calendar: window.calendar.join(", ") || "none",
    scaling: `${scaling.scaling}, transform ${scaling.transform}, differencing ${scaling.differencing}`,
    model: `${model.kind}, ${model.layers} x ${model.units} units, ${model.cell}, ${model.direction}`,
    attention: model.attention,
    "instance normalization": model.instanceNormalization,
    "channel independence": String(model.channelIndependence),
    "patch length": String(model.patchLength),
    "linear skip": model.linearSkip,
    dropout: String(model.dropout),
    output: `${distribution.kind}, ${100 * distribution.interval} % intervals, calibration ${distribution.calibration}`,
    "batch, learning rate": `${training.batchSize}, ${training.learningRate} (${training.schedule ?? "constant"})`,
  };
}
