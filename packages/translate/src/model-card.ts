/** The model card of a run: what it was made from and how good it is. */
import type { TrainingReport } from "@encdec/core";
import type { RunConfig } from "./config.ts";
import type { TranslationData } from "./data.ts";
import type { Evaluation } from "./evaluate.ts";
import { scoreRows } from "./scores.ts";

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
  const order = config.text.reverseSource ? "in reverse" : "in reading order";
  const seconds = reports.at(-1)?.elapsedSeconds.toFixed(0);
  return `# Phrase translation, ${sourceLanguage} to ${targetLanguage}

LSTM encoder-decoder (${config.model.layers} x ${config.model.units} units, embeddings of ${config.model.embeddingSize}) that reads
the source ${order}, by ${config.text.tokenizer}. Trained with encdec ${config.madeWith.encdec}, ${reports.at(-1)?.epoch} epochs in ${seconds} s
on engine ${config.madeWith.engine}.

## Data

${data.origin.description}; licence: ${data.origin.licence}. ${data.train.length} pairs to train, ${data.validation.length} to validate,
${data.test.length} held out, split by source (seed ${config.seed}, fingerprint ${config.dataFingerprint}): no source is in two sets.

## Scores on the held-out sources

| score (0 to 100) | model | nearest training source |
| --- | ---: | ---: |
${scoreRows(evaluation)
  .map(([name, model, baseline]) => `| ${name} | ${model.toFixed(1)} | ${baseline.toFixed(1)} |`)
  .join("\n")}

BLEU: \`${evaluation.signatures.bleu}\`; chrF: \`${evaluation.signatures.chrf}\`.

## Use

\`\`\`sh
npm run translate -- --run ${run} "${evaluation.examples[0]?.source ?? "good morning"}"
\`\`\`
`;
}
