/** The model card of a run: what it was made from and how good it is. */
import type { TrainingReport } from "@encdec/core";
import { formatInterval, formatModelCard, markdownTable } from "@encdec/core/command-line";
import type { RunConfig } from "./config.ts";
import type { TranslationData } from "./data.ts";
import type { Evaluation } from "./evaluate.ts";
import { MEASURES, type Measure } from "./scores.ts";

/** Markdown of the card. */
export function modelCard(options: {
  readonly config: RunConfig;
  readonly data: TranslationData;
  readonly reports: readonly TrainingReport[];
  readonly evaluation: Evaluation;
  readonly run: string;
}): string {
  const { config, data, reports, evaluation, run } = options;
  const { sourceLanguage, targetLanguage } = config.data;
  const source = shellQuoted(evaluation.examples[0]?.source ?? "good morning");
  return formatModelCard({
    title: `Phrase translation, ${sourceLanguage} to ${targetLanguage}`,
    trained: "LSTM encoder-decoder, trained",
    config,
    reports,
    settings: settingRows(config),
    data: `${data.origin.description}; licence: ${data.origin.licence}. ${data.train.length} pairs to train, ${data.validation.length} to validate,
${data.test.length} held out, split by source (seed ${config.seed}, fingerprint ${config.dataFingerprint}): no source is in two sets.`,
    scores: {
      on: `${evaluation.examples.length} held-out sources`,
      text: `${scoresTable(evaluation)}

0 to 100, with 95 % bootstrap intervals; all targets of a source are its references. Nearest: the translation of the
training source with the smallest edit distance over words. Copy: the source itself.

BLEU: \`${evaluation.signatures.bleu}\`; chrF: \`${evaluation.signatures.chrf}\`.`,
    },
    command: `npm run translate -- --run ${run} ${source}`,
  });
}

function settingRows({ text, model, training }: RunConfig): Record<string, string> {
  const tokens =
    text.tokenizer === "bytePair"
      ? `byte-pair encoding, ${text.merges} merges, ${text.joint ? "joint" : "one for each language"}`
      : text.tokenizer;
  return {
    tokens,
    "source is read": text.reverseSource ? "in reverse" : "in reading order",
    encoder: `${model.layers} x ${model.units} units, direction ${model.direction}`,
    decoder: `${model.layers} x ${model.units} units`,
    "cell, embeddings": `${model.cell}, ${model.embeddingSize}`,
    attention: model.attention,
    dropout: String(model.dropout),
    "batch, learning rate": `${training.batchSize}, ${training.learningRate} (${training.schedule})`,
    precision: training.precision,
  };
}

function scoresTable({ model, nearest, copy }: Evaluation): string {
  const systems = { model, nearest, copy };
  return markdownTable(
    ["score", ...Object.keys(systems)],
    Object.entries(MEASURES).map(([measure, name]) => [
      name,
      ...Object.values(systems).map((scores) => formatInterval(scores[measure as Measure])),
    ]),
    { right: (column) => column > 0 },
  );
}

function shellQuoted(text: string): string {
  return `"${text.replace(/[\\"$`]/g, "\\$&")}"`;
}
