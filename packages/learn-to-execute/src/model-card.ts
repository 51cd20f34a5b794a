/** The model card of a run: what it was made from and how good it is. */
import type { TrainingReport } from "@encdec/core";
import { formatInterval, formatModelCard, markdownTable } from "@encdec/core/command-line";
import type { RunConfig } from "./config.ts";
import type { Executor } from "./decode.ts";
import type { CellScores, Evaluation } from "./evaluate.ts";
import { MEASURES, type Measure } from "./scores.ts";

/** Markdown of the card. */
export function modelCard(options: {
  readonly executor: Executor;
  readonly reports: readonly TrainingReport[];
  readonly evaluation: Evaluation;
  readonly run: string;
}): string {
  const { executor, reports, evaluation, run } = options;
  const { config } = executor;
  const { from, length, nesting } = config.data;
  return formatModelCard({
    title: `Learning to execute: ${from}, length ${length}, nesting ${nesting}`,
    trained: "Trained",
    config,
    reports,
    settings: settingRows(config),
    data: `Generated after Zaremba and Sutskever 2015 (seed ${config.seed}, fingerprint ${config.dataFingerprint}): ${config.data.epochExamples} new examples an
epoch. The hash of a text decides whether it is trained on, validated on or held out: no text is in two sets.`,
    scores: {
      on: "held-out examples",
      text: `${scoresTable(evaluation)}

0 to 100, with 95 % bootstrap intervals. Exact match: the freely written answer. Character accuracy: each character when the right ones
before are given, the measure of the paper.`,
    },
    command: `npm run learn-to-execute -- --run ${run} FILE`,
  });
}

function settingRows(config: RunConfig): Record<string, string> {
  const { data, curriculum, model, training } = config;
  return {
    "text is read": data.scheme,
    curriculum: curriculum.name,
    arrangement: model.arrangement,
    layers: `${model.layers} x ${model.units} units, direction ${model.direction}`,
    "cell, embeddings": `${model.cell}, ${model.embeddingSize}`,
    attention: model.attention,
    "batch, learning rate": `${training.batchSize}, ${training.learningRate} (${training.schedule ?? "constant"})`,
    precision: training.precision,
  };
}

function scoresTable({ cells }: Evaluation): string {
  const measures = Object.values(MEASURES);
  const head = ["length", "nesting", "examples", "different", ...measures];
  return markdownTable([...head, "best baseline, exact match"], cells.map(cellRow), {
    right: (column) => column < head.length,
  });
}

function cellRow({ length, nesting, count, distinct, model, baselines }: CellScores): string[] {
  const scores = Object.keys(MEASURES).map((measure) => formatInterval(model[measure as Measure]));
  const [name, best] = Object.entries(baselines).reduce((a, b) =>
    b[1].exactMatch.score > a[1].exactMatch.score ? b : a,
  );
  const baseline = `${best.exactMatch.score.toFixed(1)} (${name})`;
  return [...[length, nesting, count, distinct].map(String), ...scores, baseline];
}
