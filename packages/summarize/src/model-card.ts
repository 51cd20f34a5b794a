/** The model card of a run: what it was made from and how good it is. */
import type { TrainingReport } from "@encdec/core";
import { formatInterval, formatModelCard, markdownTable } from "@encdec/core/command-line";
import type { RunConfig } from "./config.ts";
import type { SummaryData } from "./data.ts";
import type { Evaluation } from "./evaluate.ts";
import { characterRows, SYSTEMS } from "./evaluation-report.ts";
import { MEASURES, type Measure } from "./scores.ts";

/** Markdown of the card. */
export function modelCard(options: {
  readonly config: RunConfig;
  readonly data: SummaryData;
  readonly reports: readonly TrainingReport[];
  readonly evaluation: Evaluation;
  readonly run: string;
}): string {
  const { config, data, reports, evaluation, run } = options;
  return formatModelCard({
    title: "Text summarization",
    trained: `LSTM ${config.model.architecture}, trained`,
    config,
    reports,
    settings: settingRows(config),
    data: `${data.origin.description}; licence: ${data.origin.licence}. ${data.train.length} examples to train, ${data.validation.length} to validate,
${data.test.length} held out, split by the first sentences of the documents (seed ${config.seed}, fingerprint ${config.dataFingerprint}):
no near-duplicates are in two sets.`,
    scores: {
      on: `${evaluation.examples.length} held-out documents`,
      text: `${scoresTable(evaluation)}

F of stems, 0 to 100, with 95 % bootstrap intervals; all summaries of a document are its references. Lead: the first
sentence cut to the mean length. TF-IDF sentence: the one with the highest weight. Nearest document: the summary of the
training document that shares most words.

${markdownTable(["", ...Object.values(SYSTEMS)], characterRows(evaluation))}`,
    },
    command: `npm run summarize -- --run ${run} README.md`,
  });
}

function settingRows({ text, model, training }: RunConfig): Record<string, string> {
  return {
    tokens:
      text.tokenizer === "bytePair" ? `byte-pair encoding, ${text.merges} merges` : text.tokenizer,
    documents: `${text.documentLength} tokens, cut at the ${text.cut}, padding ${text.padding}, batches ${text.batches}`,
    summaries: `${text.summaryLength} tokens`,
    encoder: `${model.layers} x ${model.units} units, direction ${model.direction}`,
    decoder: `${model.layers} x ${model.units} units`,
    "cell, embeddings": `${model.cell}, ${model.embeddingSize}`,
    attention: model.attention,
    copying: model.copy,
    "word vectors": model.wordVectors
      ? `${model.wordVectors.file}${model.wordVectors.frozen ? ", frozen" : ""}`
      : "none",
    dropout: String(model.dropout),
    "batch, learning rate": `${training.batchSize}, ${training.learningRate} (${training.schedule ?? "constant"})`,
    precision: training.precision,
  };
}

function scoresTable({ scores }: Evaluation): string {
  const systems = Object.keys(scores) as (keyof typeof scores)[];
  return markdownTable(
    ["score", ...systems.map((system) => SYSTEMS[system])],
    Object.entries(MEASURES).map(([measure, name]) => [
      name,
      ...systems.map((system) => formatInterval(scores[system][measure as Measure])),
    ]),
  );
}
