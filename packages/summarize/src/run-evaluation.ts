/** What is kept about a summarizer, to be shown beside other runs. */
import { exampleRows, rightAndWrong, type TrainingReport, trainingTime } from "@encdec/core";
import { architectureText, countText } from "@encdec/core/command-line";
import {
  checkSameData,
  type Measure,
  type RunEvaluation,
  type System,
} from "@encdec/core/persistence";
import { RUNS, type RunConfig } from "./config.ts";
import { loadData, type SummaryData } from "./data.ts";
import { Summarizer } from "./decode.ts";
import { type EvaluatedExample, type Evaluation, evaluate } from "./evaluate.ts";

const MEASURES: readonly [Measure, ...Measure[]] = [
  { name: "ROUGE-L", direction: "highest", maximum: 100 },
  { name: "ROUGE-1", direction: "highest", maximum: 100 },
  { name: "ROUGE-2", direction: "highest", maximum: 100 },
];

const SYSTEMS: { readonly [system in keyof Evaluation["scores"]]: string } = {
  model: "model",
  lead: "lead",
  firstSentence: "first sentence",
  extractive: "TF-IDF sentence",
  nearest: "nearest document",
};

/** Most tokens of a document in a picture of attention. */
const WIDEST = 40;

/** Characters of a document that the table of examples shows. */
const SHOWN_CHARACTERS = 240;

/**
 * Scores the run in a folder on its held-out documents.
 *
 * @throws {Error} If the run cannot be loaded, or its data is not what it was trained on.
 */
export async function scoreRun(run: string): Promise<RunEvaluation> {
  const summarizer = await Summarizer.load(run);
  try {
    const data = await loadData(summarizer.config);
    const { fingerprint } = data;
    checkSameData(summarizer.config, { run, fingerprint, heldOut: "held-out documents" });
    const evaluation = await evaluate(summarizer, { examples: data.test, training: data.train });
    return await runEvaluation(summarizer, { data, evaluation });
  } finally {
    summarizer.dispose();
  }
}

/** What is kept about a summarizer: its scores, what it made of the held-out documents, and what it looked at. */
export async function runEvaluation(
  summarizer: Summarizer,
  found: {
    readonly data: SummaryData;
    readonly evaluation: Evaluation;
    /** Of the training. @default none: how long it took is not known */
    readonly reports?: readonly TrainingReport[];
  },
): Promise<RunEvaluation> {
  const { data, evaluation, reports = [] } = found;
  const { examples, best } = evaluation;
  const shown = rightAndWrong(examples, { count: 5, isRight });
  return {
    task: RUNS.task,
    architecture: architectureOf(summarizer.config),
    parameters: summarizer.model.parameters.count,
    data: {
      size: `${countText(data.train.length)} documents to train, ${countText(examples.length)} held out`,
      ...data.origin,
    },
    unit: "tokens",
    training: trainingTime(reports),
    measures: MEASURES,
    systems: systemsOf(evaluation),
    pValue: best.differences.rougeL.pValues.bootstrap,
    segments: {
      kind: "texts",
      items: examples.map(({ document, hypothesis, references }) => ({
        key: document,
        hypothesis,
        references,
      })),
    },
    examples: {
      head: ["", "document", "summary", "reference", "ROUGE-L"],
      rows: exampleRows(shown, ({ document, hypothesis, references, rougeL }) => [
        beginningOf(document),
        hypothesis,
        references.join(" | "),
        rougeL.toFixed(1),
      ]),
    },
    attention: await attentionOf(summarizer, [...shown.right, ...shown.wrong]),
    forecasts: [],
    grids: [],
  };
}

function architectureOf({ model }: RunConfig): string {
  return architectureText({
    ...model,
    kind: model.architecture === "encoder-decoder" ? "encoder-decoder" : "repeat vector",
    more: model.copy === "none" ? [] : [`copying by ${model.copy}`],
  });
}

function systemsOf({ scores }: Evaluation): RunEvaluation["systems"] {
  const system = (name: keyof Evaluation["scores"]): System => ({
    name: SYSTEMS[name],
    scores: {
      "ROUGE-L": scores[name].rougeL,
      "ROUGE-1": scores[name].rouge1,
      "ROUGE-2": scores[name].rouge2,
    },
  });
  return [
    system("model"),
    system("lead"),
    system("firstSentence"),
    system("extractive"),
    system("nearest"),
  ];
}

/** Word by word what a person wrote. */
function isRight({ hypothesis, references }: EvaluatedExample): boolean {
  return references.includes(hypothesis);
}

function beginningOf(document: string): string {
  const characters = [...document.replaceAll("\n", " ")];
  const beginning = characters.slice(0, SHOWN_CHARACTERS).join("");
  return characters.length > SHOWN_CHARACTERS ? `${beginning}…` : beginning;
}

async function attentionOf(
  summarizer: Summarizer,
  examples: readonly EvaluatedExample[],
): Promise<RunEvaluation["attention"]> {
  if (!summarizer.model.hasAttention) return [];
  const documents = examples
    .map(({ document }) => summarizer.encoder.encodeDocument(document))
    .filter(({ tokens }) => tokens.length <= WIDEST)
    .slice(0, 2);
  const summaries = await summarizer.summarizeEncoded(documents, { origins: true });
  return summaries.flatMap(({ documentTokens, tokens, origins = [] }) =>
    tokens.length > 0
      ? [
          {
            source: documentTokens,
            target: tokens,
            weights: origins.map(({ attention }) => attention),
          },
        ]
      : [],
  );
}
